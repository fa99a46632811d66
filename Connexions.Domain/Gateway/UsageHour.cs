using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Gateway;

/// <summary>What one use, or several, add up to.</summary>
public sealed record UsageCounts
{
    /// <summary>Reached the provider, whatever became of them.</summary>
    public int Calls { get; init; }

    /// <summary>E-mails in calls that the provider accepted, as far as they can be counted.</summary>
    public int Emails { get; init; }

    /// <summary>Not passed on.</summary>
    public int Refused { get; init; }

    /// <summary>Passed on, and refused by the provider as wrong, or not answered.</summary>
    public int Errors { get; init; }

    /// <summary>Among the errors: too many calls for the provider.</summary>
    public int Throttled { get; init; }

    /// <summary>Among the errors: nothing left to spend.</summary>
    public int NoCredit { get; init; }

    /// <summary>Among the errors: the provider refused the key.</summary>
    public int KeyRefused { get; init; }

    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    /// <summary>What language models read, as far as their answers say.</summary>
    public long InputTokens { get; init; }

    /// <summary>What language models wrote, as far as their answers say.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Calls whose answers said so.</summary>
    public int TokensTold { get; init; }

    /// <summary>Calls whose answers could have said so, and did not.</summary>
    public int TokensUntold { get; init; }

    /// <summary>Whether there was anything to be told of tokens.</summary>
    public bool ConcernsTokens => TokensTold + TokensUntold > 0;

    /// <summary>What is known of tokens is that nothing was told: that is not none.</summary>
    public bool IsUntold => TokensTold == 0 && TokensUntold > 0;

    public static UsageCounts operator +(UsageCounts one, UsageCounts other) => new()
    {
        Calls = one.Calls + other.Calls,
        Emails = one.Emails + other.Emails,
        Refused = one.Refused + other.Refused,
        Errors = one.Errors + other.Errors,
        Throttled = one.Throttled + other.Throttled,
        NoCredit = one.NoCredit + other.NoCredit,
        KeyRefused = one.KeyRefused + other.KeyRefused,
        BytesSent = one.BytesSent + other.BytesSent,
        BytesReceived = one.BytesReceived + other.BytesReceived,
        InputTokens = one.InputTokens + other.InputTokens,
        OutputTokens = one.OutputTokens + other.OutputTokens,
        TokensTold = one.TokensTold + other.TokensTold,
        TokensUntold = one.TokensUntold + other.TokensUntold,
    };

    /// <summary>What one use counts for.</summary>
    public static UsageCounts Of(UseFacts use) => use.Result is UseResult.Refused or UseResult.Unreached
        ? new UsageCounts { Refused = 1 }
        : new UsageCounts
        {
            Calls = 1,
            Emails = use.Emails ?? 0,
            Errors = use.Result is UseResult.Sent or UseResult.Interrupted ? 0 : 1,
            Throttled = use.Result == UseResult.Throttled ? 1 : 0,
            NoCredit = use.Result == UseResult.NoCredit ? 1 : 0,
            KeyRefused = use.Result == UseResult.KeyRefused ? 1 : 0,
            BytesSent = use.BytesSent,
            BytesReceived = use.BytesReceived,
            InputTokens = use.Tokens?.Input ?? 0,
            OutputTokens = use.Tokens?.Output ?? 0,
            TokensTold = use.Tokens is null ? 0 : 1,
            TokensUntold = use is { Tokens: null, TellsTokens: true, Result: UseResult.Sent or UseResult.Interrupted } ? 1 : 0,
        };
}

/// <summary>
/// The uses of one connexion in one hour, by one client: what statistics are read from. The network that lends its key
/// has rows of its own, which name the agency.
/// </summary>
public sealed class UsageHour : IClientOwned
{
    private UsageHour() { }

    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    public Guid ClientId { get; private init; }

    public string Provider { get; private init; } = "";

    /// <summary><see cref="Guid.Empty"/> where none was in effect.</summary>
    public Guid ConnexionId { get; private init; }

    /// <summary>In the lender's rows: the agency that used its key. <see cref="Guid.Empty"/> in a client's own.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The beginning of the hour, UTC.</summary>
    public DateTime Hour { get; private init; }

    public int Calls { get; private set; }

    public int Emails { get; private set; }

    public int Refused { get; private set; }

    public int Errors { get; private set; }

    public int Throttled { get; private set; }

    public int NoCredit { get; private set; }

    public int KeyRefused { get; private set; }

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public long InputTokens { get; private set; }

    public long OutputTokens { get; private set; }

    public int TokensTold { get; private set; }

    public int TokensUntold { get; private set; }

    /// <summary>Counts the additions: two servers adding at once are told.</summary>
    public int Revision { get; private set; }

    public ClientRef Client => new(ClientType, ClientId);

    public ClientRef? Owner => Client;

    public static UsageHour Create(Guid organisationId, ClientRef client, string provider, Guid connexionId, Guid agencyId, DateTime hour) => new()
    {
        OrganisationId = organisationId,
        ClientType = client.Type,
        ClientId = client.Id,
        Provider = provider,
        ConnexionId = connexionId,
        AgencyId = agencyId,
        Hour = hour,
    };

    /// <summary>The beginning of the hour that a moment lies in.</summary>
    public static DateTime HourOf(DateTime at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0, DateTimeKind.Utc);

    public void Add(UsageCounts counts)
    {
        Calls += counts.Calls;
        Emails += counts.Emails;
        Refused += counts.Refused;
        Errors += counts.Errors;
        Throttled += counts.Throttled;
        NoCredit += counts.NoCredit;
        KeyRefused += counts.KeyRefused;
        BytesSent += counts.BytesSent;
        BytesReceived += counts.BytesReceived;
        InputTokens += counts.InputTokens;
        OutputTokens += counts.OutputTokens;
        TokensTold += counts.TokensTold;
        TokensUntold += counts.TokensUntold;
        Revision++;
    }
}
