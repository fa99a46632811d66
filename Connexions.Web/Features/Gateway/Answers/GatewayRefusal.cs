using System.Collections.Frozen;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Features.Api;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Gateway.Answers;

/// <summary>Where a day's limit stands.</summary>
/// <param name="ResetsAt">UTC.</param>
public sealed record QuotaStand(int Limit, int Used, DateTime ResetsAt);

/// <summary>Why a call is not passed on, and when it may be tried again.</summary>
public sealed record GatewayRefusal(Error Error)
{
    private static readonly FrozenDictionary<string, int> Statuses = new (int Status, Error[] Errors)[]
    {
        (StatusCodes.Status400BadRequest, [GatewayErrors.TokenMisplaced, GatewayErrors.HeaderUnreadable, GatewayErrors.BodyUnreadable, GatewayErrors.BodyAmbiguous, ApiErrors.DayInvalid, ApiErrors.DaysReversed, ApiErrors.TooManyDays]),
        (StatusCodes.Status401Unauthorized, [GatewayErrors.TokenRefused]),
        (StatusCodes.Status404NotFound, [GatewayErrors.NothingHere, GatewayErrors.ProviderUnknown, GatewayErrors.AddressMistaken]),
        (StatusCodes.Status405MethodNotAllowed, [ApiErrors.MethodNotAllowed, GatewayErrors.MethodNotListed]),
        (StatusCodes.Status409Conflict, [GatewayErrors.NoConnexion]),
        (StatusCodes.Status413PayloadTooLarge, [GatewayErrors.BodyTooLarge, GatewayErrors.BodyTooDetailed]),
        (StatusCodes.Status415UnsupportedMediaType, [GatewayErrors.BodyNotJson, GatewayErrors.BodyCompressed]),
        (StatusCodes.Status429TooManyRequests, [GatewayErrors.TooFast, GatewayErrors.QuotaReached]),
        (StatusCodes.Status502BadGateway, [GatewayErrors.KeyRefused, GatewayErrors.ServerBlocked, GatewayErrors.ProviderUnreached, GatewayErrors.AnswerLost, GatewayErrors.ProviderUnavailable]),
        (StatusCodes.Status503ServiceUnavailable, [GatewayErrors.JournalUnavailable, GatewayErrors.KeyUnreadable, DatabaseErrors.Busy, DatabaseErrors.ReadOnly, DatabaseErrors.Unavailable]),
        (StatusCodes.Status504GatewayTimeout, [GatewayErrors.ProviderTimeout]),
    }.SelectMany(one => one.Errors, (one, error) => KeyValuePair.Create(error.Code, one.Status)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Statuses that clients take for a reason to try again at once: here that would send twice what may have been sent, or
    /// be refused until a person has done something.
    /// </summary>
    private static readonly FrozenSet<string> NotAgain = new[]
    {
        GatewayErrors.ProviderTimeout, GatewayErrors.AnswerLost, GatewayErrors.QuotaReached, GatewayErrors.NoConnexion, GatewayErrors.KeyRefused, GatewayErrors.ServerBlocked,
        GatewayErrors.KeyUnreadable,
    }.Select(error => error.Code).ToFrozenSet(StringComparer.Ordinal);

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of the limit that is reached; null for any other refusal.</summary>
    public QuotaStand? Quota { get; init; }

    /// <summary>The methods that may be used instead; null where the method is not what is wrong.</summary>
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>Whether a client is asked not to try again by itself.</summary>
    public bool IsFinal => NotAgain.Contains(Error.Code);

    /// <summary>The HTTP status that says so: 403 for whatever is not named here.</summary>
    public int Status => Statuses.GetValueOrDefault(Error.Code, StatusCodes.Status403Forbidden);

    /// <summary>The same without what stands in the sentence: what the journal keeps.</summary>
    public string Code => Error.Code;

    public static implicit operator GatewayRefusal(Error error) => new(error);
}
