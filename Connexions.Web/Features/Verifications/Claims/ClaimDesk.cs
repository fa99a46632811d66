using Connexions.Domain.Access;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Web.Persistence;
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

/// <summary>
/// The alarm: who claims a key or an account. It alone looks across organisations for it, tells a relation and nothing
/// of whom, and keeps a connexion's claims in step with what is known of its key.
/// </summary>
public sealed class ClaimDesk(ContextFactory contexts, PepperStore peppers)
{
    /// <param name="key">Null for a key that must not be claimed: of no known format, and never accepted by the provider.</param>
    /// <param name="accountId">Null where the provider names no account.</param>
    internal async Task<ClaimValues> ValuesOfAsync(Provider provider, SecretText? key, string? accountId, CancellationToken cancellationToken)
    {
        var current = await peppers.CurrentAsync(cancellationToken);
        var all = await peppers.AllAsync(cancellationToken);
        return new ClaimValues([.. Under(current)], [.. all.SelectMany(Under)]);

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

    /// <summary>The same of a stored connexion, whose key is known by its fingerprint alone.</summary>
    internal async Task<ClaimValues> ValuesOfAsync(Provider provider, Connexion connexion, CancellationToken cancellationToken)
    {
        if (connexion.Secret is null)
        {
            return ClaimValues.None;
        }

        var account = await ValuesOfAsync(provider, key: null, connexion.ProviderAccountId, cancellationToken);
        var key = connexion is { ApiKeyFingerprint: { } value, ApiKeyPepperVersion: { } version } ? new[] { new ClaimValue(ClaimKind.Key, value, version) } : [];
        return new ClaimValues([.. key, .. account.Current], [.. key, .. account.All]);
    }

    /// <param name="client">Who wants to use them.</param>
    /// <param name="personId">Who asks for it; null when nobody does, so that nobody can confirm.</param>
    internal async Task<ClaimLook> LookAsync(Provider provider, ClientRef client, ClaimValues values, Guid? personId, CancellationToken cancellationToken)
    {
        if (values.All.Count == 0)
        {
            return ClaimLook.Nobody;
        }

        await using var db = contexts.Create(new ActingScope.Job("claims", Organisation.Platform));
        var wanted = values.All.Select(value => value.Value).ToList();
        var code = provider.Code;
        var claims = await db.Across<Claim>().Where(claim => claim.Provider == code && wanted.Contains(claim.Value)).ToListAsync(cancellationToken);
        var slots = claims.GroupBy(claim => claim.Kind).ToDictionary(kind => kind.Key, kind => kind.Max(claim => claim.Slot) + 1);
        var mine = claims.Where(claim => claim.Owner == client).Select(claim => claim.Kind).ToHashSet();
        var holders = claims.Where(claim => claim.Owner != client && !mine.Contains(claim.Kind))
            .Select(claim => new ClaimHolder(claim.ClaimId, claim.OrganisationId, claim.Owner!.Value, claim.ToValue())).ToList();
        var relation = ClaimRelation.Free;
        foreach (var holder in holders)
        {
            var to = await RelateAsync(db, client, holder, personId, cancellationToken);
            relation = to > relation ? to : relation;
        }

        return new ClaimLook(relation, holders, slots);
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
            case (ClientType.Reseau, ClientType.ReseauAgence)
                when await db.Across<ReseauAgence>().AnyAsync(agence => agence.ReseauAgenceId == theirs && agence.ReseauId == mine, cancellationToken):
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

        var held = await HeldAsync(db, connexion, cancellationToken);
        var gone = held.Where(claim => !values.Current.Contains(claim.ToValue())).ToList();
        db.RemoveRange(gone);
        foreach (var value in values.Current.Where(value => held.TrueForAll(claim => claim.ToValue() != value)))
        {
            // Beside another's claim the new one takes a slot of its own; so does one that only changes its pepper.
            var slot = look.Relation == ClaimRelation.AlsoMine || gone.Exists(claim => claim.Kind == value.Kind && claim.Slot > 0)
                ? look.NextSlot.GetValueOrDefault(value.Kind)
                : 0;
            db.Add(Claim.Create(connexion, provider.Code, value, slot, now));
        }
    }

    /// <summary>Takes back all of a connexion's claims: its key goes.</summary>
    internal static async Task ReleaseAsync(ConnexionsDbContext db, Connexion connexion, CancellationToken cancellationToken) =>
        db.RemoveRange(await HeldAsync(db, connexion, cancellationToken));

    /// <summary>Ends the client's open collision: the key it was about is gone.</summary>
    internal static async Task CloseCollisionAsync(ConnexionsDbContext db, Provider provider, ClientRef client, DateTime now, CancellationToken cancellationToken)
    {
        var open = await db.Set<Collision>().SingleOrDefaultAsync(
            row => row.ClientType == client.Type && row.ClientId == client.Id && row.Provider == provider.Code && row.SettledAt == null, cancellationToken);
        open?.Settle(Settlement.Gone, reason: null, personId: null, now);
    }

    private static Task<List<Claim>> HeldAsync(ConnexionsDbContext db, Connexion connexion, CancellationToken cancellationToken) =>
        db.Set<Claim>().Where(claim => claim.ConnexionId == connexion.Id).ToListAsync(cancellationToken);
}
