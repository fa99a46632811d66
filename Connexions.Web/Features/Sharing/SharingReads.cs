using System.Linq.Expressions;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations;
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
    public ResolverSnapshot ToSnapshot(KeyRing ring) => new(Own?.ToCandidate(ring), Network?.ToCandidate(ring), Policy);
}

/// <summary>What sharing looks at in one connexion: of its key, only the key of the ring that reads it.</summary>
public sealed record ConnexionPart
{
    internal static readonly Expression<Func<ConnexionRow, ConnexionPart>> Of = row => new ConnexionPart
    {
        Id = row.Id,
        AccountEmail = row.AccountEmail,
        AccountName = row.AccountName,
        SenderEmail = row.SenderEmail,
        SenderName = row.SenderName,
        RingKeyId = row.RingKeyId,
        SetAsideAt = row.SetAsideAt,
        FrozenAt = row.FrozenAt,
        FrozenReason = row.FrozenReason,
        InConflictSince = row.InConflictSince,
        Verdict = row.Verdict,
        VerdictAt = row.VerdictAt,
        LastTry = row.LastTry,
        LastTryAt = row.LastTryAt,
        Version = row.Version,
    };

    /// <summary>Null where an outer join found nothing.</summary>
    public Guid? Id { get; init; }

    public string? AccountEmail { get; init; }

    public string? AccountName { get; init; }

    public string? SenderEmail { get; init; }

    public string? SenderName { get; init; }

    public Guid? RingKeyId { get; init; }

    public DateTime? SetAsideAt { get; init; }

    public DateTime? FrozenAt { get; init; }

    public string? FrozenReason { get; init; }

    public DateTime? InConflictSince { get; init; }

    public VerificationVerdict? Verdict { get; init; }

    public DateTime? VerdictAt { get; init; }

    public VerificationVerdict? LastTry { get; init; }

    public DateTime? LastTryAt { get; init; }

    /// <summary>Read of the client's own only: what a change of it is checked against.</summary>
    public Guid? Version { get; init; }

    public ConnexionPart? OrNothing() => Id is null ? null : this;

    public ConnexionState StateBy(KeyRing ring) => ring.StateOf(RingKeyId, InConflictSince, Verdict, LastTry);

    public Candidate ToCandidate(KeyRing ring) => new(Id!.Value, StateBy(ring).ToKeyCondition())
    {
        SetAside = SetAsideAt is not null,
        Frozen = FrozenAt is not null,
        Sender = new Sender(SenderEmail, SenderName),
    };
}

internal static class SharingReads
{
    /// <summary>What the resolver needs to know of the client the context works for: one round trip.</summary>
    public static async Task<SharingFacts> FactsAsync(ConnexionsDbContext db, Provider provider, DateTime now, CancellationToken cancellationToken)
    {
        if (db.Scope is not { Client: { Type: ClientType.ReseauAgence } agency } scope)
        {
            var own = await ConnexionRows.Of(provider, new OwnSource(db)).Select(ConnexionPart.Of).SingleOrDefaultAsync(cancellationToken);
            return new SharingFacts(own, null, null, null);
        }

        return (await OfAgency(db, provider, agency.Id, scope.OrganisationId, now).SingleAsync(cancellationToken)).ToFacts();
    }

    /// <summary>The same of any client, for support: one round trip as well.</summary>
    public static async Task<SharingFacts> FactsOfAsync(
        ConnexionsDbContext db, Provider provider, Guid organisationId, ClientRef client, DateTime now, CancellationToken cancellationToken)
    {
        if (client.Type == ClientType.ReseauAgence)
        {
            return (await OfAgency(db, provider, client.Id, organisationId, now).SingleAsync(cancellationToken)).ToFacts();
        }

        var own = await ConnexionRows.Of(provider, new AcrossSource(db))
            .Where(row => row.OrganisationId == organisationId && row.ClientType == client.Type && row.ClientId == client.Id)
            .Select(ConnexionPart.Of)
            .SingleOrDefaultAsync(cancellationToken);
        return new SharingFacts(own, null, null, null);
    }

    /// <summary>The facts of one agency of a network, starting from its own row.</summary>
    internal static IQueryable<AgencyRow> OfAgency(ConnexionsDbContext db, Provider provider, Guid agencyId, Guid organisationId, DateTime now)
    {
        var lifted = db.OfOwnNetwork();
        var code = provider.Code;
        var rows = ConnexionRows.Of(provider, lifted);
        var policies = lifted.Set<SharingPolicy>().Where(policy => policy.Provider == code && policy.EffectiveFrom <= now);
        return
            from agence in lifted.Set<ReseauAgence>()
            where agence.ReseauAgenceId == agencyId && agence.OrganisationId == organisationId
            join reseau in lifted.Set<Reseau>() on agence.ReseauId equals reseau.ReseauId
            join o in rows on new { agence.OrganisationId, ClientType = ClientType.ReseauAgence, ClientId = agence.ReseauAgenceId } equals new { o.OrganisationId, o.ClientType, o.ClientId } into owns
            from own in owns.DefaultIfEmpty()
            join n in rows on new { reseau.OrganisationId, ClientType = ClientType.Reseau, ClientId = reseau.ReseauId } equals new { n.OrganisationId, n.ClientType, n.ClientId } into networks
            from network in networks.DefaultIfEmpty()
            join p in policies on reseau.ReseauId equals p.ReseauId into decided
            from policy in decided.Where(policy => policy.EffectiveFrom == policies.Where(other => other.ReseauId == policy.ReseauId).Max(other => other.EffectiveFrom)).DefaultIfEmpty()
            select new AgencyRow
            {
                NetworkName = reseau.Nom,
                PolicyId = (Guid?)policy.PolicyId,
                Mode = (SharingMode?)policy.Mode,
                OwnAllowed = (bool?)policy.OwnAllowed,
                OwnSenderAllowed = (bool?)policy.OwnSenderAllowed,
                IsSelected = lifted.Set<SharingSelection>().Any(selection => selection.PolicyId == policy.PolicyId && selection.ReseauAgenceId == agence.ReseauAgenceId),
                Own = new ConnexionPart
                {
                    Id = (Guid?)own.Id,
                    AccountEmail = own.AccountEmail,
                    AccountName = own.AccountName,
                    SenderEmail = own.SenderEmail,
                    SenderName = own.SenderName,
                    RingKeyId = own.RingKeyId,
                    SetAsideAt = own.SetAsideAt,
                    FrozenAt = own.FrozenAt,
                    FrozenReason = own.FrozenReason,
                    InConflictSince = own.InConflictSince,
                    Verdict = own.Verdict,
                    VerdictAt = own.VerdictAt,
                    LastTry = own.LastTry,
                    LastTryAt = own.LastTryAt,
                    Version = (Guid?)own.Version,
                },
                Network = new ConnexionPart
                {
                    Id = (Guid?)network.Id,
                    AccountEmail = network.AccountEmail,
                    AccountName = network.AccountName,
                    SenderEmail = network.SenderEmail,
                    SenderName = network.SenderName,
                    RingKeyId = network.RingKeyId,
                    SetAsideAt = network.SetAsideAt,
                    FrozenAt = network.FrozenAt,
                    FrozenReason = network.FrozenReason,
                    InConflictSince = network.InConflictSince,
                    Verdict = network.Verdict,
                    VerdictAt = network.VerdictAt,
                    LastTry = network.LastTry,
                    LastTryAt = network.LastTryAt,
                },
            };
    }

    /// <summary>The one row as the database gives it: the outer joins leave what is not there empty.</summary>
    internal sealed record AgencyRow
    {
        public required string NetworkName { get; init; }

        public Guid? PolicyId { get; init; }

        public SharingMode? Mode { get; init; }

        public bool? OwnAllowed { get; init; }

        public bool? OwnSenderAllowed { get; init; }

        public bool IsSelected { get; init; }

        public required ConnexionPart Own { get; init; }

        public required ConnexionPart Network { get; init; }

        public SharingFacts ToFacts() => new(
            Own.OrNothing(),
            NetworkName,
            Network.OrNothing(),
            Mode is { } mode ? new PolicyForAgency(mode, IsSelected, OwnAllowed!.Value, OwnSenderAllowed!.Value) : PolicyForAgency.Unstated);
    }
}
