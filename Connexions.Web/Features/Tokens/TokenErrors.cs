using Connexions.Domain.Results;

namespace Connexions.Web.Features.Tokens;

public static class TokenErrors
{
    /// <summary>Another token that still works is called so. Argument: its name.</summary>
    public static readonly Error NameTaken = new("Token.NameTaken", nameof(CreateTokenRequest.Name));

    public static readonly Error NoProvider = new("Token.NoProvider", nameof(CreateTokenRequest.Providers));

    public static readonly Error NoPurpose = new("Token.NoPurpose", nameof(CreateTokenRequest.Purposes));

    /// <summary>None of the chosen providers can be called for it.</summary>
    public static readonly Error PurposeNotOffered = new("Token.PurposeNotOffered", nameof(CreateTokenRequest.Purposes));

    /// <summary>The token would open nothing there. Argument: the provider's name.</summary>
    public static readonly Error ProviderWithoutPurpose = new("Token.ProviderWithoutPurpose", nameof(CreateTokenRequest.Purposes));

    public static readonly Error DayInvalid = new("Token.DayInvalid", nameof(CreateTokenRequest.Day));

    /// <summary>Arguments: the first and the last day that can be chosen.</summary>
    public static readonly Error DayOutOfRange = new("Token.DayOutOfRange", nameof(CreateTokenRequest.Day));

    /// <summary>Arguments: the number of the line, counted from 1, and what stands there.</summary>
    public static readonly Error RangeInvalid = new("Token.RangeInvalid", nameof(CreateTokenRequest.Ranges));

    /// <summary>A range of all addresses. Arguments: the number of the line, counted from 1, and what stands there.</summary>
    public static readonly Error RangeEverywhere = new("Token.RangeEverywhere", nameof(CreateTokenRequest.Ranges));

    /// <summary>Arguments: the limit, then how many were given.</summary>
    public static readonly Error TooManyRanges = new("Token.TooManyRanges", nameof(CreateTokenRequest.Ranges));

    /// <summary>Argument: the limit.</summary>
    public static readonly Error CallsOutOfRange = new("Token.CallsOutOfRange", nameof(CreateTokenRequest.CallsPerMinute));

    /// <summary>Argument: the limit.</summary>
    public static readonly Error TooMany = new("Token.TooMany");

    /// <summary>Somebody revoked it before.</summary>
    public static readonly Error AlreadyRevoked = new("Token.AlreadyRevoked");
}
