using System.Collections.Frozen;
using System.Linq.Expressions;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing;

/// <summary>All that decides what one client uses at one provider: one row of one query, without a secret.</summary>
/// <param name="Own">The client's own connexion.</param>
/// <param name="NetworkName">Null for a client of no network.</param>
/// <param name="Network">The network's connexion: its key's suffix is never read here.</param>
/// <param name="Policy">Null for a client to whom no policy applies.</param>
public sealed record SharingFacts(ConnexionPart? Own, string? NetworkName, ConnexionPart? Network, PolicyForAgency? Policy)
{
    /// <summary>The network itself; null for a client of none. What happens to its connexion shows at its agencies too.</summary>
    public ClientRef? NetworkClient { get; init; }

    public ResolverSnapshot ToSnapshot(KeyRing ring) => new(Own?.ToCandidate(ring), Network?.ToCandidate(ring), Policy);
}

/// <summary>What sharing looks at in one connexion: of its key, only the key of the ring that reads it.</summary>
public sealed record ConnexionPart
{
    /// <summary>Null where an outer join found nothing.</summary>
    public Guid? Id { get; init; }

    public string? AccountEmail { get; init; }

    public string? AccountName { get; init; }

    /// <summary>Whose account the key opens, as the provider tells it.</summary>
    public string? NamedEmail { get; init; }

    public string? NamedName { get; init; }

    public string? SenderEmail { get; init; }

    public string? SenderName { get; init; }

    public Guid? RingKeyId { get; init; }

    public DateTime? SetAsideAt { get; init; }

    public DateTime? FrozenAt { get; init; }

    public string? FrozenReason { get; init; }

    public DateTime? InConflictSince { get; init; }

    public VerificationVerdict? Verdict { get; init; }

    public DateTime? VerdictAt { get; init; }

    public VerificationCause? VerdictCause { get; init; }

    public DateTime? RefusedOnceAt { get; init; }

    public VerificationVerdict? LastTry { get; init; }

    public DateTime? LastTryAt { get; init; }

    /// <summary>What a change of it is checked against.</summary>
    public Guid? Version { get; init; }

    public ConnexionPart? OrNothing() => Id is null ? null : this;

    public ConnexionState StateBy(KeyRing ring) => ring.StateOf(RingKeyId, InConflictSince, Verdict, RefusedOnceAt, LastTry);

    /// <summary>What is known of the key, for whoever may see the connexion: nothing of its account.</summary>
    public KeyFacts FactsBy(KeyRing ring) => new(StateBy(ring))
    {
        Verdict = Verdict,
        VerdictAt = VerdictAt,
        VerdictCause = VerdictCause,
        RefusedOnceAt = RefusedOnceAt,
        LastTry = LastTry,
        LastTryAt = LastTryAt,
        InConflictSince = InConflictSince,
        FrozenAt = FrozenAt,
    };

    /// <summary>Whose account it is; null where nobody says.</summary>
    public AccountIdentity? Account => AccountIdentity.Of(NamedName, NamedEmail, AccountName, AccountEmail);

    public ConnexionAspect ToAspect(KeyRing ring) => new(FactsBy(ring), Account);

    public Candidate ToCandidate(KeyRing ring) => new(Id!.Value, StateBy(ring).ToKeyCondition())
    {
        SetAside = SetAsideAt is not null,
        Frozen = FrozenAt is not null,
        Sender = new Sender(SenderEmail, SenderName),
    };
}

/// <summary>A connexion's part beside the client it belongs to, to be found and joined by.</summary>
internal sealed record PartOfClient
{
    internal static readonly Expression<Func<ConnexionRow, PartOfClient>> Of = row => new PartOfClient
    {
        Provider = row.Provider,
        OrganisationId = row.OrganisationId,
        ClientType = row.ClientType,
        ClientId = row.ClientId,
        Part = new ConnexionPart
        {
            Id = row.Id,
            AccountEmail = row.AccountEmail,
            AccountName = row.AccountName,
            NamedEmail = row.NamedEmail,
            NamedName = row.NamedName,
            SenderEmail = row.SenderEmail,
            SenderName = row.SenderName,
            RingKeyId = row.RingKeyId,
            SetAsideAt = row.SetAsideAt,
            FrozenAt = row.FrozenAt,
            FrozenReason = row.FrozenReason,
            InConflictSince = row.InConflictSince,
            Verdict = row.Verdict,
            VerdictAt = row.VerdictAt,
            VerdictCause = row.VerdictCause,
            RefusedOnceAt = row.RefusedOnceAt,
            LastTry = row.LastTry,
            LastTryAt = row.LastTryAt,
            Version = row.Version,
        },
    };

    public required string Provider { get; init; }

    public required Guid OrganisationId { get; init; }

    public required ClientType ClientType { get; init; }

    public required Guid ClientId { get; init; }

    public required ConnexionPart Part { get; init; }

    public static IQueryable<PartOfClient> From(Provider provider, ConnexionSource source) => ConnexionRows.Of(provider, source).Select(Of);
}

internal static class SharingReads
{
    private static readonly FrozenDictionary<Provider, CompiledRead<AgencyRead>> Agencies = ProviderCatalogue.All
        .ToFrozenDictionary(provider => provider, provider => new CompiledRead<AgencyRead>(() => new AgencyRead(EF.CompileAsyncQuery(OfAgency(provider)))));

    private delegate IAsyncEnumerable<AgencyRow> AgencyRead(ConnexionsDbContext db, Guid agencyId, Guid organisationId, DateTime now);

    /// <summary>What the resolver needs to know of the client the context works for: one round trip.</summary>
    public static async Task<SharingFacts> FactsAsync(ConnexionsDbContext db, Provider provider, DateTime now, CancellationToken cancellationToken)
    {
        if (db.Scope is not { Client: { Type: ClientType.ReseauAgence } agency } scope)
        {
            var own = await PartOfClient.From(provider, new OwnSource(db)).Select(row => row.Part).SingleOrDefaultAsync(cancellationToken);
            return new SharingFacts(own, null, null, null);
        }

        return await FactsOfAgencyAsync(db, provider, agency.Id, scope.OrganisationId, now, cancellationToken);
    }

    /// <summary>The same of any client, for support: one round trip as well.</summary>
    public static async Task<SharingFacts> FactsOfAsync(
        ConnexionsDbContext db, Provider provider, Guid organisationId, ClientRef client, DateTime now, CancellationToken cancellationToken)
    {
        if (client.Type == ClientType.ReseauAgence)
        {
            return await FactsOfAgencyAsync(db, provider, client.Id, organisationId, now, cancellationToken);
        }

        var own = await PartOfClient.From(provider, new AcrossSource(db))
            .Where(row => row.OrganisationId == organisationId && row.ClientType == client.Type && row.ClientId == client.Id)
            .Select(row => row.Part)
            .SingleOrDefaultAsync(cancellationToken);
        return new SharingFacts(own, null, null, null);
    }

    private static async Task<SharingFacts> FactsOfAgencyAsync(
        ConnexionsDbContext db, Provider provider, Guid agencyId, Guid organisationId, DateTime now, CancellationToken cancellationToken)
    {
        // Asked of every caller: within the compiled query it is asked of the first one only.
        db.OfOwnNetwork();
        var row = await Agencies[provider].For(db)(db, agencyId, organisationId, now).SingleAsync(cancellationToken);
        return row.ToFacts();
    }

    /// <summary>
    /// The facts of one agency of a network, starting from its own row. Of the policies decided so far the last one
    /// counts: sorting the one to three rows costs SQLite less than the plan of a subquery for the latest date.
    /// </summary>
    internal static Expression<Func<ConnexionsDbContext, Guid, Guid, DateTime, IQueryable<AgencyRow>>> OfAgency(Provider provider)
    {
        var code = provider.Code;
        return (db, agencyId, organisationId, now) => (
            from agence in db.OfOwnNetwork().Set<ReseauAgence>()
            where agence.ReseauAgenceId == agencyId && agence.OrganisationId == organisationId
            join reseau in db.OfOwnNetwork().Set<Reseau>() on agence.ReseauId equals reseau.ReseauId
            join o in PartOfClient.From(provider, db.OfOwnNetwork()) on new { agence.OrganisationId, ClientType = ClientType.ReseauAgence, ClientId = agence.ReseauAgenceId } equals new { o.OrganisationId, o.ClientType, o.ClientId } into owns
            from own in owns.DefaultIfEmpty()
            join n in PartOfClient.From(provider, db.OfOwnNetwork()) on new { reseau.OrganisationId, ClientType = ClientType.Reseau, ClientId = reseau.ReseauId } equals new { n.OrganisationId, n.ClientType, n.ClientId } into networks
            from network in networks.DefaultIfEmpty()
            join p in db.OfOwnNetwork().Set<SharingPolicy>().Where(policy => policy.Provider == code && policy.EffectiveFrom <= now) on reseau.ReseauId equals p.ReseauId into decided
            from policy in decided.DefaultIfEmpty()
            orderby policy.EffectiveFrom descending
            select new AgencyRow
            {
                ReseauId = reseau.ReseauId,
                NetworkName = reseau.Nom,
                PolicyId = (Guid?)policy.PolicyId,
                Mode = (SharingMode?)policy.Mode,
                OwnAllowed = (bool?)policy.OwnAllowed,
                OwnSenderAllowed = (bool?)policy.OwnSenderAllowed,
                Purposes = (Purposes?)policy.Purposes,
                CallsPerAgency = policy.CallsPerAgency,
                EmailsPerAgency = policy.EmailsPerAgency,
                CallsForAll = policy.CallsForAll,
                EmailsForAll = policy.EmailsForAll,
                IsSelected = db.OfOwnNetwork().Set<SharingSelection>().Any(selection => selection.PolicyId == policy.PolicyId && selection.ReseauAgenceId == agence.ReseauAgenceId),
                Own = own.Part,
                Network = network.Part,
            }).Take(1);
    }

    /// <summary>The one row as the database gives it: the outer joins leave what is not there empty.</summary>
    internal sealed record AgencyRow
    {
        public required Guid ReseauId { get; init; }

        public required string NetworkName { get; init; }

        public Guid? PolicyId { get; init; }

        public SharingMode? Mode { get; init; }

        public bool? OwnAllowed { get; init; }

        public bool? OwnSenderAllowed { get; init; }

        public Purposes? Purposes { get; init; }

        public int? CallsPerAgency { get; init; }

        public int? EmailsPerAgency { get; init; }

        public int? CallsForAll { get; init; }

        public int? EmailsForAll { get; init; }

        public bool IsSelected { get; init; }

        public required ConnexionPart Own { get; init; }

        public required ConnexionPart Network { get; init; }

        public SharingFacts ToFacts() => new(
            Own.OrNothing(),
            NetworkName,
            Network.OrNothing(),
            Mode is { } mode ? Decided(mode) : PolicyForAgency.Unstated)
        {
            NetworkClient = new ClientRef(ClientType.Reseau, ReseauId),
        };

        private PolicyForAgency Decided(SharingMode mode) => new(mode, IsSelected, OwnAllowed!.Value, OwnSenderAllowed!.Value)
        {
            Purposes = Purposes!.Value,
            Quota = new SharingQuota { CallsPerAgency = CallsPerAgency, EmailsPerAgency = EmailsPerAgency, CallsForAll = CallsForAll, EmailsForAll = EmailsForAll },
        };
    }
}
