using Connexions.Domain.Access;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>One side of a collision. Never a key, nor a part of one.</summary>
/// <param name="ClaimedSince">Null for who came second. UTC.</param>
/// <param name="AccountName">As the provider told it, like the e-mail; null where it told none.</param>
public sealed record CollisionParty(
    ClientRef Client, Guid OrganisationId, string Name, string Organisation, ConnexionState State, DateTime? ClaimedSince, string? AccountName, string? AccountEmail)
{
    /// <summary>What this side works with now, whatever is contested.</summary>
    public required Situation Situation { get; init; }

    public string? NetworkName { get; init; }
}

/// <param name="Holders">Who claims the key or the account now; nobody when it was given up meanwhile, or never claimed.</param>
/// <param name="OnKey">The very key is claimed.</param>
/// <param name="OnAccount">Its account is claimed.</param>
/// <param name="IsFamily">All of them belong to one network's family.</param>
public sealed record CollisionView(
    Guid CollisionId, Provider Provider, CollisionParty Second, IReadOnlyList<CollisionParty> Holders, bool OnKey, bool OnAccount, bool IsFamily, DateTime CreatedAt)
{
    /// <summary>The last characters of the contested key; null where they are not known.</summary>
    public string? KeySuffix { get; init; }

    /// <summary>The contested account, as the provider told it; null where it told none.</summary>
    public AccountIdentity? Account { get; init; }

    public DateTime? ContestedAt { get; init; }

    public string? Contest { get; init; }

    public Settlement? Settlement { get; init; }

    public DateTime? SettledAt { get; init; }

    public string? SettlementReason { get; init; }

    public bool IsOpen => SettledAt is null;
}

/// <summary>Tells who stands on both sides of collisions, for those who have the right to see them.</summary>
public sealed class CollisionReads(ContextFactory contexts, KeyRing ring, TimeProvider clock)
{
    /// <param name="db">Of somebody who may read the names of all organisations.</param>
    internal async Task<List<CollisionView>> ViewAsync(ConnexionsDbContext db, IReadOnlyList<Collision> collisions, CancellationToken cancellationToken)
    {
        var values = collisions.SelectMany(row => row.ToValues()).Select(value => value.Value).Distinct().ToList();
        var claims = await db.Across<Claim>().Where(claim => values.Contains(claim.Value)).ToListAsync(cancellationToken);
        List<Guid> organisations = [.. collisions.Select(row => row.OrganisationId).Concat(claims.Select(claim => claim.OrganisationId)).Distinct()];
        var clients = (await db.ClientsOfAsync(organisations, cancellationToken)).ToDictionary(client => client.Client);
        var names = await db.Across<Organisation>().Where(row => organisations.Contains(row.OrganisationId))
            .ToDictionaryAsync(row => row.OrganisationId, row => row.Nom, cancellationToken);
        var families = await FamiliesAsync(db, clients.Keys, cancellationToken);
        var known = await ConnexionsAsync(db, organisations, cancellationToken);
        var serving = new Dictionary<(string, ClientRef), (Situation Situation, string? NetworkName)>();
        foreach (var (code, client, organisationId) in collisions.Select(row => (row.Provider, row.Client, row.OrganisationId))
            .Concat(collisions.SelectMany(row => ClaimedByOthers(row, claims)).Select(claim => (claim.Provider, claim.Owner!.Value, claim.OrganisationId))).Distinct())
        {
            serving[(code, client)] = await ServingAsync(db, ProviderCatalogue.Find(code)!, organisationId, client, cancellationToken);
        }

        return [.. collisions.Select(View)];

        CollisionView View(Collision row)
        {
            var theirs = ClaimedByOthers(row, claims);
            var holders = theirs.GroupBy(claim => claim.Owner!.Value).Select(of => Party(row, of.Key, of.First().OrganisationId, of.Min(claim => claim.CreatedAt))).ToList();
            var second = Party(row, row.Client, row.OrganisationId, since: null);
            var family = families.GetValueOrDefault(row.Client);
            return new CollisionView(
                row.CollisionId, ProviderCatalogue.Find(row.Provider)!, second, holders,
                theirs.Exists(claim => claim.Kind == ClaimKind.Key), theirs.Exists(claim => claim.Kind == ClaimKind.Account),
                family is not null && holders.Count > 0 && holders.TrueForAll(holder => families.GetValueOrDefault(holder.Client) == family), row.CreatedAt)
            {
                KeySuffix = row.KeySuffix,
                Account = AccountIdentity.Of(row.AccountName, row.AccountEmail, null, null),
                ContestedAt = row.ContestedAt,
                Contest = row.Contest,
                Settlement = row.Settlement,
                SettledAt = row.SettledAt,
                SettlementReason = row.SettlementReason,
            };
        }

        CollisionParty Party(Collision row, ClientRef client, Guid organisationId, DateTime? since)
        {
            var connexion = known.GetValueOrDefault((row.Provider, client));
            return new CollisionParty(
                client, organisationId, clients[client].Name, names[organisationId], connexion?.State ?? ConnexionState.Missing, since, connexion?.AccountName, connexion?.AccountEmail)
            {
                Situation = serving[(row.Provider, client)].Situation,
                NetworkName = serving[(row.Provider, client)].NetworkName,
            };
        }
    }

    // Under the scope that reads what one client's work goes out with, and writes nothing.
    private async Task<(Situation Situation, string? NetworkName)> ServingAsync(
        ConnexionsDbContext within, Provider provider, Guid organisationId, ClientRef client, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateWithin(within, new ActingScope.Gateway(organisationId, client));
        var facts = await SharingReads.FactsAsync(db, provider, clock.GetUtcNow().UtcDateTime, cancellationToken);
        return (EffectiveView.From(provider, facts, ring, Reader.Tool).Situation, facts.NetworkName);
    }

    /// <summary>The claims of others on what a collision is about.</summary>
    internal static List<Claim> ClaimedByOthers(Collision collision, IEnumerable<Claim> claims) =>
        [.. claims.Where(claim => claim.Provider == collision.Provider && claim.Owner != collision.Client
            && collision.ToValues().Any(value => value.Kind == claim.Kind && value.Value == claim.Value))];

    private sealed record Known(ConnexionState State, string? AccountName, string? AccountEmail);

    // The administrator's own scope reaches no connexion: of these the application shows the state and whose account it is.
    private async Task<Dictionary<(string, ClientRef), Known>> ConnexionsAsync(
        ConnexionsDbContext within, List<Guid> organisations, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateWithin(within, new ActingScope.Job("claims", Organisation.Platform));
        var known = new Dictionary<(string, ClientRef), Known>();
        foreach (var provider in ProviderCatalogue.All)
        {
            var rows = await Rows(db, provider).Where(row => organisations.Contains(row.OrganisationId))
                .Select(row => new { row.ClientType, row.ClientId, row.ApiKeyRingKeyId, row.InConflictSince, row.Verdict, row.RefusedOnceAt, row.LastTry, row.ProviderAccountName, row.ProviderAccountEmail })
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                known[(provider.Code, new ClientRef(row.ClientType, row.ClientId))] = new Known(
                    ring.StateOf(row.ApiKeyRingKeyId, row.InConflictSince, row.Verdict, row.RefusedOnceAt, row.LastTry), row.ProviderAccountName, row.ProviderAccountEmail);
            }
        }

        return known;
    }

    private static IQueryable<Connexion> Rows(ConnexionsDbContext db, Provider provider) =>
        (IQueryable<Connexion>)AcrossMethod.MakeGenericMethod(provider.ConnexionType).Invoke(null, [db])!;

    private static readonly System.Reflection.MethodInfo AcrossMethod =
        typeof(CrossTenantReads).GetMethod(nameof(CrossTenantReads.Across), [typeof(ConnexionsDbContext)])!;

    /// <summary>The network whose family a client belongs to.</summary>
    private static async Task<Dictionary<ClientRef, Guid?>> FamiliesAsync(ConnexionsDbContext db, IEnumerable<ClientRef> clients, CancellationToken cancellationToken)
    {
        var all = clients.ToList();
        var agences = all.Where(client => client.Type == ClientType.ReseauAgence).Select(client => client.Id).ToList();
        var reseaux = await db.Across<ReseauAgence>().Where(row => agences.Contains(row.ReseauAgenceId))
            .ToDictionaryAsync(row => row.ReseauAgenceId, row => row.ReseauId, cancellationToken);
        return all.ToDictionary(client => client, client => client.Type switch
        {
            ClientType.Reseau => client.Id,
            ClientType.ReseauAgence => reseaux.GetValueOrDefault(client.Id),
            _ => (Guid?)null,
        });
    }
}
