using Connexions.Domain.Integrations;
using Connexions.Domain.Results;

namespace Connexions.Web.Features.Verifications.Claims;

public static class ClaimErrors
{
    /// <summary>The one neutral answer to a key, or another key of an account, that somebody else claims.</summary>
    public static readonly Error Taken = new("Claim.Taken", nameof(FieldKind.ApiKey));

    /// <summary>The key is the network's, or opens its account: it can be used as the network shares it.</summary>
    public static readonly Error OfOwnNetwork = new("Claim.OfOwnNetwork", nameof(FieldKind.ApiKey));

    /// <summary>Another client the same person answers for claims it: to be confirmed for both.</summary>
    public static readonly Error AlsoYours = new("Claim.AlsoYours", nameof(FieldKind.ApiKey));

    /// <summary>Too many keys were tried. Argument: in how many minutes the next may be.</summary>
    public static readonly Error TooManyTries = new("Claim.TooManyTries", nameof(FieldKind.ApiKey));

    /// <summary>Neither was a key refused nor is the stored one in conflict.</summary>
    public static readonly Error NothingToContest = new("Claim.NothingToContest");

    /// <summary>It was contested or settled at the same moment.</summary>
    public static readonly Error ContestedMeanwhile = new("Claim.ContestedMeanwhile");

    /// <summary>Another administrator was faster.</summary>
    public static readonly Error AlreadySettled = new("Claim.AlreadySettled");

    /// <summary>Both sides read the reason: it would tell one who the other is.</summary>
    public static readonly Error ReasonNamesSomeone = new("Claim.ReasonNamesSomeone", "Reason");
}
