using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Integrations;

/// <summary>Creates or changes the connexion of the client one works for. A typed key is tried first, as long as a person waits for it.</summary>
public sealed class SaveConnexion(
    UnitsOfWork unitsOfWork, SecretVault vault, OwnPassword password, KeyCheck check, ClaimDesk desk, KeptKeys before, VerdictBook book, KeyRing ring, VerificationOptions options, VerificationSignal signal, LiveNotices live)
{
    public async Task<Result<SavedConnexion>> HandleAsync(Actor actor, SaveConnexionRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var values = new Dictionary<FieldKind, string?>();
        var errors = Validate(provider, request, values);
        if (errors.Count > 0)
        {
            return errors;
        }

        var tried = await CheckAsync(actor, provider, request, cancellationToken);
        if (!tried.Succeeded)
        {
            return Result<SavedConnexion>.Failure(tried.Errors);
        }

        // Before the transaction, which takes no second connection.
        var peppers = await desk.PeppersAsync(cancellationToken);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SavedConnexion>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var stored = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        if (stored?.Version != request.Version)
        {
            return await ConflictAsync(work, provider, stored, cancellationToken);
        }

        if (stored is not null && !request.ForAnotherAccount && Differs(stored, tried.Value.Finding?.Account) is { } another)
        {
            return another with { IsKept = ring.StateOf(stored).ToKeyCondition().IsUsable() };
        }

        if (request is { Key: not null, ThoughAtRisk: false } && stored is not null && IsWorking(stored) && tried.Value.Finding?.Verdict.IsAlive() != true)
        {
            return new KeyAtRisk(tried.Value.Finding);
        }

        var connexion = stored ?? provider.NewConnexion(actor.OrganisationId, request.Client, work.Now);
        var was = values.Keys.ToDictionary(kind => kind, connexion.Get);
        var wasUsable = KeyNews.IsUsable(ring, stored);
        var account = connexion.ProviderAccountId;
        var changed = connexion.Fill(values).ToList();
        if (await WriteAsync(work, connexion, provider, request, tried.Value, peppers, cancellationToken))
        {
            changed.Insert(0, FieldKind.ApiKey);
            changed.AddRange(connexion.FillFromAccount().Except(changed));
        }

        // What was confirmed once stays confirmed until the label or the account changes.
        if (request is { ThoughNamedOtherwise: false, ForAnotherAccount: false } && changed.Exists(kind => kind is FieldKind.ApiKey or FieldKind.AccountEmail or FieldKind.AccountName)
            && GetConnexion.IdentityOf(connexion) is { Differs: true } otherwise)
        {
            return new NamedOtherwise(otherwise);
        }

        if (stored is null)
        {
            if (await work.Db.ReseauAgences.Select(agence => (Guid?)agence.ReseauId).SingleOrDefaultAsync(cancellationToken) is { } reseauId)
            {
                connexion.JoinFamily(reseauId);
            }

            work.Db.Add(connexion);
        }

        if (stored is null || changed.Count > 0)
        {
            connexion.Touch(actor.PersonId, work.Now);
            work.Record(new AuditFacts(actor.OrganisationId, ActionOf(stored is null, request, changed))
            {
                Client = request.Client,
                Provider = provider.Code,
                ConnexionId = connexion.Id,
                Fields = changed,
                Changes = changed.Where(kind => kind != FieldKind.ApiKey).ToDictionary(kind => kind, kind => new Change(was[kind], connexion.Get(kind))),
                // A key may be kept though its provider refused it: what was known of it then belongs to what was done.
                OtherChanges = request.Key is not null && VerdictBook.WordOf(connexion) is { } word
                    ? new Dictionary<string, Change> { [VerdictBook.VerdictChange] = new(null, word) }
                    : new Dictionary<string, Change>(),
            });
            var told = await KeyNews.TellAsync(work, ring, provider, request.Client, KeyNews.Of(wasUsable, account, connexion, changed, ring), cancellationToken);
            if (!await work.CommitAsync(cancellationToken))
            {
                if (request.Key is not null && await check.RefusalAsync(actor, request.Client, provider, tried.Value, request.ForBoth, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                var current = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
                // Nobody touched this row: it is another client of the family that sends as the same address.
                return current?.Version == request.Version && values.GetValueOrDefault(FieldKind.SenderEmail) is not null
                    ? SharingErrors.SenderTaken
                    : await ConflictAsync(work, provider, current, cancellationToken);
            }

            live.Changed(told);
            if (request.Key is not null && tried.Value.Finding is null)
            {
                signal.Wake();
            }

            foreach (var displaced in tried.Value.Look.Displaced)
            {
                await book.ReviewAsync(provider, displaced, cancellationToken);
            }
        }

        return new SavedConnexion(await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken), tried.Value.Finding);
    }

    /// <summary>
    /// Tries a typed key before the transaction, once the right has been checked: whoever may not store a key learns
    /// nothing by trying one. What is no key, or may be none, goes nowhere.
    /// </summary>
    private async Task<Result<CheckedKey>> CheckAsync(Actor actor, Provider provider, SaveConnexionRequest request, CancellationToken cancellationToken)
    {
        if (request.Key is not { } key)
        {
            return CheckedKey.None;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.VerifyConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<CheckedKey>.Failure(begun.Errors);
        }

        await begun.Value.DisposeAsync();
        if (!request.IsAnswered && await password.RefuseAsync(actor, request.Client, provider, key, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (!request.ThoughUnusual && !provider.LooksUsual(key))
        {
            return ConnexionErrors.UnusualKey with { Arguments = [provider.Name] };
        }

        // The first time, the key ring is written over a connection of its own.
        vault.MakeReady();
        return await check.CheckAsync(actor, request.Client, provider, key, request.ForBoth, cancellationToken);
    }

    /// <summary>The provider accepted it, as far as is known: what takes its place may be worse.</summary>
    private bool IsWorking(Connexion stored) => ring.StateOf(stored) is ConnexionState.Works or ConnexionState.Limited;

    private static AnotherAccount? Differs(Connexion stored, ProviderAccount? now) =>
        stored.ProviderAccountId is { } before && now?.Id is { } id && id != before
            ? new AnotherAccount(new ProviderAccount(before, stored.ProviderAccountEmail, stored.ProviderAccountName), now)
            : null;

    private static List<Error> Validate(Provider provider, SaveConnexionRequest request, Dictionary<FieldKind, string?> values)
    {
        var errors = new List<Error>();
        if (request.Key is { } key && provider.Refuse(key) is { } refusal)
        {
            errors.Add(refusal);
        }

        foreach (var kind in provider.Fields.Select(field => field.Kind).Where(kind => kind != FieldKind.ApiKey))
        {
            var typed = request.Values.GetValueOrDefault(kind);
            var result = kind.IsEmail()
                ? PlainText.Email(typed, kind.ToString())
                : PlainText.Optional(typed, kind.ToString(), PlainText.NameMaxLength);
            errors.AddRange(request.Key is { } beside && KeyInText.IsPartOf(result.Value, beside) ? [TextErrors.LooksLikeKey.On(kind.ToString())] : result.Errors);
            values[kind] = result.Value;
        }

        return errors;
    }

    private async Task<bool> WriteAsync(
        UnitOfWork work, Connexion connexion, Provider provider, SaveConnexionRequest request, CheckedKey tried, Peppers peppers, CancellationToken cancellationToken)
    {
        if (request.Key is { } key)
        {
            await before.KeepAsync(work, connexion, provider, keep: connexion.ApiKeyFingerprint is null || connexion.ApiKeyFingerprint != tried.Fingerprint?.Value, peppers, cancellationToken);
            connexion.ReplaceKey(vault.Protect(connexion, key), key.Suffix(), tried.Fingerprint, work.Now);
            if (tried.Finding is { } finding)
            {
                connexion.Learn(finding, work.Now);
                connexion.AskAgain(options.NextAfter(provider, connexion, finding, work.Now));
            }

            await ClaimDesk.ClaimAsync(work.Db, provider, connexion, tried.Values, tried.Look, work.Now, cancellationToken);
            await ClaimDesk.CloseCollisionAsync(work.Db, provider, request.Client, work.Now, cancellationToken);
            return true;
        }

        if (request.RemoveKey && connexion.Secret is not null)
        {
            var keeps = await before.KeepAsync(work, connexion, provider, request.KeepRemoved, peppers, cancellationToken);
            connexion.RemoveKey(work.Now);
            if (!keeps)
            {
                await ClaimDesk.ReleaseAsync(work.Db, connexion, cancellationToken);
            }

            await ClaimDesk.CloseCollisionAsync(work.Db, provider, request.Client, work.Now, cancellationToken);
            return true;
        }

        return false;
    }

    private static AuditAction ActionOf(bool isNew, SaveConnexionRequest request, List<FieldKind> changed) =>
        isNew ? AuditAction.ConnexionCreated
        : !changed.Contains(FieldKind.ApiKey) ? AuditAction.ConnexionEdited
        : request.Key is not null ? AuditAction.KeyReplaced
        : AuditAction.KeyRemoved;

    private async Task<Result<SavedConnexion>> ConflictAsync(
        UnitOfWork work, Provider provider, Connexion? stored, CancellationToken cancellationToken) =>
        stored is null
            ? ConnexionErrors.DeletedMeanwhile
            : new ConnexionConflict(await GetConnexion.ViewAsync(work.Db, ring, provider, stored, work.Now, cancellationToken));
}
