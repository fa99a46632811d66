using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

/// <param name="Version">The version the person saw.</param>
public sealed record RestoreKeyRequest(ClientRef Client, string Provider, Guid Version)
{
    /// <summary>The person was shown what the key opens and confirmed.</summary>
    public bool Confirmed { get; init; }
}

/// <summary>What the key before was found to be: to be confirmed before it takes over.</summary>
/// <param name="Finding">Null when the provider did not answer in time.</param>
public sealed record KeyBeforeTried(Verification? Finding, AccountIdentity? Account) : Error("Connexion.KeyBeforeTried");

/// <summary>
/// Puts the key before back, in place of the one that replaced it: it is tried again, and what it opens is shown, before it
/// takes over. The one that makes way is kept in its turn, if it was of any use.
/// </summary>
public sealed class RestoreKey(
    UnitsOfWork unitsOfWork, SecretVault vault, KeyCheck check, ClaimDesk desk, KeptKeys kept, KeyRing ring, VerificationOptions options, LiveNotices live)
{
    public async Task<Result<SavedConnexion>> HandleAsync(Actor actor, RestoreKeyRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var read = await ReadAsync(actor, provider, request, cancellationToken);
        if (!read.Succeeded)
        {
            return Result<SavedConnexion>.Failure(read.Errors);
        }

        vault.MakeReady();
        var tried = await check.CheckAsync(actor, request.Client, provider, read.Value.Key, forBoth: false, cancellationToken);
        if (!tried.Succeeded)
        {
            return Result<SavedConnexion>.Failure(tried.Errors);
        }

        if (tried.Value.Finding?.Verdict == VerificationVerdict.Rejected)
        {
            return ConnexionErrors.KeyBeforeRefused;
        }

        var told = tried.Value.Finding?.Account;
        return request.Confirmed
            ? await PutBackAsync(actor, provider, request, read.Value.Key, tried.Value, cancellationToken)
            : new KeyBeforeTried(tried.Value.Finding, told is null ? read.Value.Shown.Account : AccountIdentity.Of(told.Name, told.Email, null, null));
    }

    private async Task<Result<(SecretText Key, KeyBefore Shown)>> ReadAsync(Actor actor, Provider provider, RestoreKeyRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<(SecretText, KeyBefore)>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var found = await FindAsync(work, provider, request, cancellationToken);
        if (!found.Succeeded)
        {
            return Result<(SecretText, KeyBefore)>.Failure(found.Errors);
        }

        return vault.UnprotectBefore(work.Db.Scope!, found.Value) is { } key
            ? Result<(SecretText, KeyBefore)>.Success((key, found.Value.KeptAt(work.Now)!))
            : ConnexionErrors.NoKeyBefore;
    }

    private async Task<Result<Connexion>> FindAsync(UnitOfWork work, Provider provider, RestoreKeyRequest request, CancellationToken cancellationToken)
    {
        var stored = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        return stored is null ? ConnexionErrors.DeletedMeanwhile
            : stored.Version != request.Version ? new ConnexionConflict(await GetConnexion.ViewAsync(work.Db, ring, provider, stored, work.Now, cancellationToken))
            : stored.KeptAt(work.Now) is null ? ConnexionErrors.NoKeyBefore
            : stored;
    }

    private async Task<Result<SavedConnexion>> PutBackAsync(
        Actor actor, Provider provider, RestoreKeyRequest request, SecretText key, CheckedKey tried, CancellationToken cancellationToken)
    {
        // Before the transaction, which takes no second connection.
        var peppers = await desk.PeppersAsync(cancellationToken);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SavedConnexion>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var found = await FindAsync(work, provider, request, cancellationToken);
        if (!found.Succeeded)
        {
            return Result<SavedConnexion>.Failure(found.Errors);
        }

        var connexion = found.Value;
        var (wasUsable, account) = (KeyNews.IsUsable(ring, connexion), connexion.ProviderAccountId);
        connexion.LetKeyBeforeGo();
        kept.Keep(connexion, work.Now);
        connexion.ReplaceKey(vault.Protect(connexion, key), key.Suffix(), tried.Fingerprint, work.Now);
        if (tried.Finding is { } finding)
        {
            connexion.Learn(finding, work.Now);
            connexion.AskAgain(options.NextAfter(provider, connexion, finding, work.Now));
        }

        await ClaimDesk.ClaimAsync(work.Db, provider, connexion, ClaimDesk.ValuesOf(provider, connexion, peppers), tried.Look, work.Now, cancellationToken);
        await ClaimDesk.CloseCollisionAsync(work.Db, provider, request.Client, work.Now, cancellationToken);
        connexion.Touch(actor.PersonId, work.Now);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.KeyRestored)
        {
            Client = request.Client,
            Provider = provider.Code,
            ConnexionId = connexion.Id,
            Fields = [FieldKind.ApiKey],
        });
        var told = await KeyNews.TellAsync(work, ring, provider, request.Client, KeyNews.Of(wasUsable, account, connexion, [FieldKind.ApiKey], ring), cancellationToken);
        if (!await work.CommitAsync(cancellationToken))
        {
            var current = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
            return current is null
                ? ConnexionErrors.DeletedMeanwhile
                : new ConnexionConflict(await GetConnexion.ViewAsync(work.Db, ring, provider, current, work.Now, cancellationToken));
        }

        live.Changed(told);
        return new SavedConnexion(await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken), tried.Finding);
    }
}
