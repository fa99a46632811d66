using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Microsoft.AspNetCore.Http;

namespace Connexions.Web.Features.Gateway;

/// <summary>Why a call is not passed on, and when it may be tried again.</summary>
public sealed record GatewayRefusal(Error Error)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status that says so.</summary>
    public int Status => Error.Code switch
    {
        "Gateway.TokenRefused" => StatusCodes.Status401Unauthorized,
        "Gateway.NoConnexion" => StatusCodes.Status409Conflict,
        "Gateway.TooFast" or "Gateway.QuotaReached" => StatusCodes.Status429TooManyRequests,
        "Gateway.BodyTooLarge" => StatusCodes.Status413PayloadTooLarge,
        "Gateway.BodyUnreadable" or "Gateway.BodyAmbiguous" or "Api.DayInvalid" or "Api.DaysReversed" or "Api.TooManyDays" => StatusCodes.Status400BadRequest,
        "Gateway.JournalUnavailable" or "Gateway.KeyUnreadable" or "Database.Busy" or "Database.ReadOnly" or "Database.Unavailable" => StatusCodes.Status503ServiceUnavailable,
        "Gateway.KeyRefused" or "Gateway.ProviderUnavailable" => StatusCodes.Status502BadGateway,
        "Gateway.ProviderTimeout" => StatusCodes.Status504GatewayTimeout,
        _ when Error == Error.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status403Forbidden,
    };

    /// <summary>The same without what stands in the sentence: what the journal keeps.</summary>
    public string Code => Error.Code;

    public static implicit operator GatewayRefusal(Error error) => new(error);
}
