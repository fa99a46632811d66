using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Claims;

/// <param name="Reason">Why the key is one's own.</param>
/// <param name="Key">The key that was refused; null when the stored one is in conflict.</param>
public sealed record ContestClaimRequest(ClientRef Client, string Provider, string? Reason, SecretText? Key)
{
    /// <summary>The account the refused key opens, as the provider told it; null when it told none.</summary>
    public string? AccountId { get; init; }

    // A record prints its members: neither the key nor the reason is for a log.
    public override string ToString() => $"{Provider} {Client}";
}

/// <param name="ContestedAt">UTC.</param>
/// <param name="StoodAlready">It had been contested before: that contest stands, and nothing of this one is kept.</param>
public sealed record ContestedClaim(DateTime ContestedAt, bool StoodAlready);

/// <summary>
/// Says that a key claimed by another is one's own, for an administrator to settle. The answer is the same whether
/// anybody claims the key or not, and of the key only its fingerprint is kept.
/// </summary>
public sealed class ContestClaim(UnitsOfWork unitsOfWork, ClaimDesk desk, OwnPassword password, KeyCheck check, LiveCollisions live)
{
    public async Task<Result<ContestedClaim>> HandleAsync(Actor actor, ContestClaimRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var reason = PlainText.Reason(request.Reason, nameof(request.Reason));
        var refusal = request.Key is { } key ? provider.Refuse(key) : null;
        if (refusal is not null || !reason.Succeeded)
        {
            return Result<ContestedClaim>.Failure([.. refusal is null ? [] : new[] { refusal }, .. reason.Errors]);
        }

        var known = await ValuesOfTypedAsync(actor, provider, request, cancellationToken);
        if (!known.Succeeded)
        {
            return Result<ContestedClaim>.Failure(known.Errors);
        }

        var typed = known.Value;
        // Before the transaction, which takes no second connection.
        var peppers = await desk.PeppersAsync(cancellationToken);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ContestClaim, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<ContestedClaim>.Failure(begun.Errors);
        }

        await using (var work = begun.Value)
        {
            var contested = request.Key is null ? await OfStoredAsync(work, provider, peppers, cancellationToken) : typed;
            if (contested is null)
            {
                return ClaimErrors.NothingToContest;
            }

            var collision = await OpenAsync(actor, work, provider, request.Client, contested.Values, cancellationToken);
            if (collision is null)
            {
                return DatabaseErrors.Busy;
            }

            if (collision.ContestedAt is { } before)
            {
                return new ContestedClaim(before, StoodAlready: true);
            }

            collision.BeAbout(contested.KeySuffix, contested.Account);
            collision.ContestBy(actor.PersonId, reason.Value, work.Now);
            work.Record(new AuditFacts(actor.OrganisationId, AuditAction.CollisionContested) { Client = request.Client, Provider = provider.Code, Reason = reason.Value });
            if (!await work.CommitAsync(cancellationToken))
            {
                // A colleague contested at the same moment, or an administrator just settled it.
                return ClaimErrors.ContestedMeanwhile;
            }

            live.Changed();
            return new ContestedClaim(work.Now, StoodAlready: false);
        }
    }

    /// <param name="KeySuffix">By what people recognise the key.</param>
    /// <param name="Account">As the provider told it; null where it told none.</param>
    private sealed record Contested(ClaimValues Values, string? KeySuffix, ProviderAccount? Account)
    {
        public static readonly Contested Nothing = new(ClaimValues.None, null, null);
    }

    /// <summary>
    /// The refused key and its account. Whoever was refused was not told which account it is: the provider is asked
    /// again, once the right has been checked, and before the transaction.
    /// </summary>
    private async Task<Result<Contested>> ValuesOfTypedAsync(Actor actor, Provider provider, ContestClaimRequest request, CancellationToken cancellationToken)
    {
        if (request.Key is not { } key)
        {
            return Contested.Nothing;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ContestClaim, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Contested>.Failure(begun.Errors);
        }

        await begun.Value.DisposeAsync();
        if (await password.RefuseAsync(actor, request.Client, provider, key, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (check.Limit(actor, request.Client) is { } tooMany)
        {
            return tooMany;
        }

        var account = request.AccountId is null ? (await check.AskAsync(actor, provider, key, cancellationToken))?.Account : null;
        return new Contested(await desk.ValuesOfAsync(provider, key, request.AccountId ?? account?.Id, cancellationToken), key.Suffix(), account);
    }

    /// <summary>Null unless the stored key is in conflict.</summary>
    private static async Task<Contested?> OfStoredAsync(UnitOfWork work, Provider provider, Peppers peppers, CancellationToken cancellationToken) =>
        await GetConnexion.FindAsync(work.Db, provider, cancellationToken) is { InConflictSince: not null } stored
            ? new Contested(
                ClaimDesk.ValuesOf(provider, stored, peppers), stored.ApiKeySuffix,
                new ProviderAccount(stored.ProviderAccountId, stored.ProviderAccountEmail, stored.ProviderAccountName))
            : null;

    /// <summary>The open collision over these values, or a contested one over others; a new one if there is none.</summary>
    /// <returns>Null when somebody else was faster.</returns>
    private async Task<Collision?> OpenAsync(
        Actor actor, UnitOfWork work, Provider provider, ClientRef client, ClaimValues values, CancellationToken cancellationToken)
    {
        var look = await desk.LookAsync(provider, client, values, personId: null, cancellationToken, within: work.Db);
        var (key, account, pepperVersion) = ClaimDesk.Contended(values, look);
        var open = await ClaimDesk.OpenCollisionAsync(work.Db, provider, client, cancellationToken);
        if (open is not null && (open.ContestedAt is not null || IsAbout(open, values, key, account)))
        {
            return open;
        }

        if (open is not null)
        {
            // Found by the application over the stored key, and nobody asked about it: what somebody asks about comes first.
            open.Settle(Settlement.Gone, reason: null, personId: null, work.Now);
            work.Record(new AuditFacts(actor.OrganisationId, AuditAction.CollisionSettled)
            {
                Client = client,
                Provider = provider.Code,
                OtherChanges = new Dictionary<string, Change> { [nameof(Settlement)] = new(null, nameof(Settlement.Gone)) },
            });
            if (!await work.SaveAsync(cancellationToken))
            {
                return null;
            }
        }

        var made = Collision.Create(actor.OrganisationId, client, provider.Code, key, account, pepperVersion, work.Now);
        work.Db.Add(made);
        return made;
    }

    private static bool IsAbout(Collision open, ClaimValues values, string? key, string? account) =>
        (open.KeyValue == key && open.AccountValue == account)
        || open.ToValues().Any(value => values.All.Any(other => other.Kind == value.Kind && other.Value == value.Value));
}
