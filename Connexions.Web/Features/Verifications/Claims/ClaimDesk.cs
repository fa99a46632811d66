using Connexions.Domain.Access;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Configurations;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>What a key and the account it opens are claimed by, under the current pepper and, to look them up, under all.</summary>
/// <param name="Current">What is stored: one for the key when it is fit to be claimed, one for the account when it is known.</param>
/// <param name="All">The same under every pepper there ever was.</param>
internal sealed record ClaimValues(IReadOnlyList<ClaimValue> Current, IReadOnlyList<ClaimValue> All)
{
    public static readonly ClaimValues None = new([], []);
}

internal sealed record Peppers(Pepper Current, IReadOnlyList<Pepper> All);

/// <summary>
/// The alarm: who claims a key or an account. It alone looks across organisations for it, tells a relation and nothing
/// of whom, and keeps a connexion's claims in step with what is known of its key.
/// </summary>
public sealed class ClaimDesk(ContextFactory contexts, PepperStore peppers)
{
    /// <param name="key">Null for a key that must not be claimed: of no known format, and never accepted by the provider.</param>
    /// <param name="accountId">Null where the provider names no account.</param>
    internal async Task<ClaimValues> ValuesOfAsync(Provider provider, SecretText? key, string? accountId, CancellationToken cancellationToken) =>
        ValuesOf(provider, key, accountId, await PeppersAsync(cancellationToken));

    private static ClaimValues ValuesOf(Provider provider, SecretText? key, string? accountId, Peppers peppers)
    {
        return new ClaimValues([.. Under(peppers.Current)], [.. peppers.All.SelectMany(Under)]);

        IEnumerable<ClaimValue> Under(Pepper pepper)
        {
            if (key is not null)
            {
                yield return ClaimValue.OfKey(KeyFingerprint.Compute(pepper, provider.Code, key));
            }

            if (accountId is not null)
            {
                yield return ClaimValue.OfAccount(pepper, provider.Code, accountId);
            }
        }
    }

    /// <summary>All peppers: read before a transaction begins, which then takes no second connection for them.</summary>
    internal async Task<Peppers> PeppersAsync(CancellationToken cancellationToken) =>
        new(await peppers.CurrentAsync(cancellationToken), await peppers.AllAsync(cancellationToken));

    /// <summary>The same of a stored connexion, whose key is known by its fingerprint alone.</summary>
    internal static ClaimValues ValuesOf(Provider provider, Connexion connexion, Peppers peppers)
    {
        if (connexion.Secret is null)
        {
            return ClaimValues.None;
        }

        var account = ValuesOf(provider, key: null, connexion.ProviderAccountId, peppers);
        var key = connexion is { ApiKeyFingerprint: { } value, ApiKeyPepperVersion: { } version } ? new[] { new ClaimValue(ClaimKind.Key, value, version) } : [];
        return new ClaimValues([.. key, .. account.Current], [.. key, .. account.All]);
    }

    /// <param name="client">Who wants to use them.</param>
    /// <param name="personId">Who asks for it; null when nobody does, so that nobody can confirm.</param>
    /// <param name="within">In whose transaction it is asked; null outside of any.</param>
    internal async Task<ClaimLook> LookAsync(
        Provider provider, ClientRef client, ClaimValues values, Guid? personId, CancellationToken cancellationToken, ConnexionsDbContext? within = null)
    {
        if (values.All.Count == 0)
        {
            return ClaimLook.Nobody;
        }

        var scope = new ActingScope.Job("claims", Organisation.Platform);
        await using var db = within is null ? contexts.Create(scope) : contexts.CreateWithin(within, scope);
        var wanted = values.All.Select(value => value.Value).ToList();
        var code = provider.Code;
        var claims = await db.Across<Claim>().Where(claim => claim.Provider == code && wanted.Contains(claim.Value)).ToListAsync(cancellationToken);
        var others = claims.Where(claim => claim.Owner != client).ToList();
        var mine = claims.Where(claim => claim.Owner == client).Select(claim => claim.Kind).ToHashSet();
        // Who may use one key beside another uses its account beside them as well, even where that is learnt only later.
        var beside = mine.Contains(ClaimKind.Key) ? others.Where(claim => claim.Kind == ClaimKind.Key).Select(claim => claim.Owner).ToHashSet() : [];
        var moved = others.Count == 0 ? [] : await MovedAsync(db, code, wanted, cancellationToken);
        var holders = others.Where(claim => !mine.Contains(claim.Kind) && !beside.Contains(claim.Owner))
            .Select(claim => new ClaimHolder(claim.ClaimId, claim.OrganisationId, claim.Owner!.Value, claim.ToValue(), moved.Contains(claim.Owner!.Value))).ToList();
        var relation = ClaimRelation.Free;
        foreach (var holder in holders)
        {
            var to = await RelateAsync(db, client, holder, personId, cancellationToken);
            relation = to > relation ? to : relation;
        }

        var displaced = relation == ClaimRelation.OwnAgency ? holders.Select(holder => holder.ClaimId).ToHashSet() : [];
        return new ClaimLook(relation, holders, NextSlots([.. others.Where(claim => !displaced.Contains(claim.ClaimId))]));
    }

    /// <summary>Those to whom an administrator gave one of these values.</summary>
    private static async Task<HashSet<ClientRef>> MovedAsync(ConnexionsDbContext db, string code, List<string> wanted, CancellationToken cancellationToken) =>
        [.. (await db.Across<Collision>()
            .Where(row => row.Provider == code && row.Settlement == Settlement.MoveToSecond && (wanted.Contains(row.KeyValue!) || wanted.Contains(row.AccountValue!)))
            .Select(row => new { row.ClientType, row.ClientId }).ToListAsync(cancellationToken)).Select(row => new ClientRef(row.ClientType, row.ClientId))];

    /// <summary>
    /// The lowest that is free: as long as anybody claims a value, at least one claim has the number that the database
    /// lets only one of two newcomers take.
    /// </summary>
    internal static Dictionary<ClaimKind, int> NextSlots(IReadOnlyCollection<Claim> beside) => beside.GroupBy(claim => claim.Kind).ToDictionary(
        kind => kind.Key, kind => Enumerable.Range(0, kind.Count() + 1).Except(kind.Select(claim => claim.Slot)).First());

    /// <summary>What a collision is about: the values as whoever came first claims them, be it under an older pepper.</summary>
    internal static (string? Key, string? Account, int PepperVersion) Contended(ClaimValues values, ClaimLook look)
    {
        var (key, account) = (Of(ClaimKind.Key), Of(ClaimKind.Account));
        return (key?.Value, account?.Value, (key ?? account)?.PepperVersion ?? 0);

        ClaimValue? Of(ClaimKind kind) =>
            look.Holders.FirstOrDefault(holder => holder.Value.Kind == kind)?.Value ?? values.Current.FirstOrDefault(value => value.Kind == kind);
    }

    private static async Task<ClaimRelation> RelateAsync(
        ConnexionsDbContext db, ClientRef client, ClaimHolder holder, Guid? personId, CancellationToken cancellationToken)
    {
        var (mine, theirs) = (client.Id, holder.Client.Id);
        switch (client.Type, holder.Client.Type)
        {
            case (ClientType.ReseauAgence, ClientType.Reseau)
                when await db.Across<ReseauAgence>().AnyAsync(agence => agence.ReseauAgenceId == mine && agence.ReseauId == theirs, cancellationToken):
                return ClaimRelation.OwnNetwork;
            // What an administrator decided, the family does not undo.
            case (ClientType.Reseau, ClientType.ReseauAgence)
                when !holder.IsSettled && await db.Across<ReseauAgence>().AnyAsync(agence => agence.ReseauAgenceId == theirs && agence.ReseauId == mine, cancellationToken):
                return ClaimRelation.OwnAgency;
        }

        var (organisation, type) = (holder.OrganisationId, holder.Client.Type);
        var alsoMine = personId is not null && await db.Across<Membership>().AnyAsync(
            membership => membership.PersonId == personId && membership.OrganisationId == organisation && membership.ClientType == type && membership.ClientId == theirs,
            cancellationToken);
        return alsoMine ? ClaimRelation.AlsoMine : ClaimRelation.Foreign;
    }

    /// <summary>
    /// Makes a connexion's claims what they should be, in the caller's transaction: those that no longer hold go, those
    /// that are new come. The database refuses the second of two at once; the caller then looks again.
    /// </summary>
    /// <param name="look">What the claims were found to be; its relation allows the use.</param>
    internal static async Task ClaimAsync(
        ConnexionsDbContext db, Provider provider, Connexion connexion, ClaimValues values, ClaimLook look, DateTime now, CancellationToken cancellationToken)
    {
        if (look.Relation == ClaimRelation.OwnAgency)
        {
            var displaced = look.Holders.Select(holder => holder.ClaimId).ToList();
            db.RemoveRange(await db.Across<Claim>().Where(claim => displaced.Contains(claim.ClaimId)).ToListAsync(cancellationToken));
        }

        var held = await HeldAsync(db, provider, connexion, cancellationToken);
        // The key before keeps its claims as long as it is kept itself.
        if (connexion.BeforeUntil is null)
        {
            db.RemoveRange(held.Where(claim => claim.ConnexionId == connexion.Id && !values.Current.Any(value => IsOf(claim, value))));
        }

        foreach (var value in values.Current)
        {
            if (held.Find(claim => IsOf(claim, value)) is { } own)
            {
                own.BeUsedBy(connexion);
            }
            else
            {
                db.Add(Claim.Create(connexion, provider.Code, value, look.NextSlot.GetValueOrDefault(value.Kind), now));
            }
        }
    }

    /// <summary>Lets the key before go, and what only it claimed.</summary>
    internal static async Task LetKeyBeforeGoAsync(ConnexionsDbContext db, Provider provider, Connexion connexion, Peppers peppers, CancellationToken cancellationToken)
    {
        connexion.LetKeyBeforeGo();
        var values = ValuesOf(provider, connexion, peppers);
        var held = await HeldAsync(db, provider, connexion, cancellationToken);
        db.RemoveRange(held.Where(claim => claim.ConnexionId == connexion.Id && !values.All.Any(value => IsOf(claim, value))));
    }

    /// <summary>Takes back all of a connexion's claims: its key goes.</summary>
    internal static async Task ReleaseAsync(ConnexionsDbContext db, Connexion connexion, CancellationToken cancellationToken) =>
        db.RemoveRange(await HeldAsync(db, ProviderCatalogue.Of(connexion), connexion, cancellationToken));

    /// <summary>The client's own collision that nobody settled yet: at most one at each provider.</summary>
    internal static Task<Collision?> OpenCollisionAsync(ConnexionsDbContext db, Provider provider, ClientRef client, CancellationToken cancellationToken) =>
        db.Set<Collision>().SingleOrDefaultAsync(
            row => row.ClientType == client.Type && row.ClientId == client.Id && row.Provider == provider.Code && row.SettledAt == null, cancellationToken);

    /// <summary>Ends the client's open collision: the key it was about is gone.</summary>
    internal static async Task CloseCollisionAsync(ConnexionsDbContext db, Provider provider, ClientRef client, DateTime now, CancellationToken cancellationToken)
    {
        var open = await OpenCollisionAsync(db, provider, client, cancellationToken);
        open?.Settle(Settlement.Gone, reason: null, personId: null, now);
    }

    private static bool IsOf(Claim claim, ClaimValue value) => claim.Kind == value.Kind && claim.Value == value.Value;

    /// <summary>A client's own claims at one provider, those an administrator keeps for it included.</summary>
    private static Task<List<Claim>> HeldAsync(ConnexionsDbContext db, Provider provider, Connexion connexion, CancellationToken cancellationToken) =>
        HeldBy(db.Set<Claim>(), provider.Code, connexion.Client).ToListAsync(cancellationToken);

    /// <summary>A client's among some claims on keys and accounts at one provider.</summary>
    internal static IQueryable<Claim> HeldBy(IQueryable<Claim> claims, string code, ClientRef client)
    {
        var (column, id) = (ClientColumns.Of(client.Type), client.Id);
        // By the column that has an index.
        return claims.Where(claim => EF.Property<Guid?>(claim, column) == id && claim.Provider == code);
    }
}
