using Connexions.Domain.Gateway;

namespace Connexions.Web.Features.Auditing;

/// <summary>What an entry says of a use through the gateway.</summary>
/// <param name="UseId">Which the tool received with the answer, in <c>X-Connexions-Use</c>.</param>
/// <param name="Operation">The operation's code.</param>
public sealed record JournalUse(Guid UseId, string Operation, UseResult Result)
{
    /// <summary>The code of the reason, where the gateway refused.</summary>
    public string? Refusal { get; init; }

    /// <summary>The HTTP status of the provider's answer; null when none came.</summary>
    public int? Status { get; init; }

    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    public int DurationMs { get; init; }

    /// <summary>Null where they cannot be counted.</summary>
    public int? Emails { get; init; }

    /// <summary>Null where the answer did not tell.</summary>
    public ModelTokens? Tokens { get; init; }

    /// <summary>In the journal of the network whose key it was: the agency that used it.</summary>
    public Guid? AgencyId { get; init; }

    /// <summary>Null for an agency that is gone.</summary>
    public string? AgencyName { get; init; }
}
