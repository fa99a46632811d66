using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
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

/// <param name="Client">The client the form was opened for, and its button names.</param>
/// <param name="Version">The version the form was filled from; null for a new connexion.</param>
/// <param name="Key">The key that was typed; null keeps the stored one.</param>
public sealed record SaveConnexionRequest(
    ClientRef Client, string Provider, Guid? Version, IReadOnlyDictionary<FieldKind, string?> Values, SecretText? Key)
{
    /// <summary>Removes the stored key; the connexion becomes incomplete.</summary>
    public bool RemoveKey { get; init; }

    /// <summary>The person confirmed using the key for both clients they answer for.</summary>
    public bool ForBoth { get; init; }

    /// <summary>The person confirmed that the key opens another account than the one before.</summary>
    public bool ForAnotherAccount { get; init; }

    /// <summary>The person confirmed that this is a key, though it does not look like one of the provider's.</summary>
    public bool ThoughUnusual { get; init; }

    /// <summary>A question about this very key was answered: it was held against the person's password before the question.</summary>
    internal bool IsAnswered => ForBoth || ForAnotherAccount || ThoughUnusual;

    // A record prints its members: the key prints itself as •••, and the values may be personal.
    public override string ToString() => $"{Provider} {Client}";
}

/// <summary>Someone else saved first; <paramref name="Current"/> is what they left.</summary>
public sealed record ConnexionConflict(ConnexionView Current) : Error("Connexion.Conflict");

/// <summary>The key opens another account than the one before: to be confirmed. Neither is a secret.</summary>
public sealed record AnotherAccount(ProviderAccount Before, ProviderAccount Now) : Error("Connexion.AnotherAccount", nameof(FieldKind.ApiKey));

/// <param name="Finding">What the provider said of the key that was typed; null when none was, or when it did not answer in time.</param>
public sealed record SavedConnexion(ConnexionView View, Verification? Finding);

/// <summary>Creates or changes the connexion of the client one works for. A typed key is tried first, as long as a person waits for it.</summary>
public sealed class SaveConnexion(
    UnitsOfWork unitsOfWork, SecretVault vault, OwnPassword password, KeyCheck check, VerdictBook book, KeyRing ring, VerificationOptions options, VerificationSignal signal, LiveNotices live)
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

        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SavedConnexion>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var stored = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        if (stored?.Version != request.Version)
        {
            return await ConflictAsync(work.Db, provider, stored, cancellationToken);
        }

        if (stored is not null && !request.ForAnotherAccount && Differs(stored, tried.Value.Finding?.Account) is { } another)
        {
            return another;
        }

        var connexion = stored ?? provider.NewConnexion(actor.OrganisationId, request.Client, work.Now);
        var before = values.Keys.ToDictionary(kind => kind, connexion.Get);
        var wasUsable = KeyNews.IsUsable(ring, stored);
        var account = connexion.ProviderAccountId;
        var changed = connexion.Fill(values).ToList();
        if (await WriteAsync(work, connexion, provider, request, tried.Value, cancellationToken))
        {
            changed.Insert(0, FieldKind.ApiKey);
            changed.AddRange(connexion.FillFromAccount().Except(changed));
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
                Changes = changed.Where(kind => kind != FieldKind.ApiKey).ToDictionary(kind => kind, kind => new Change(before[kind], connexion.Get(kind))),
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
                    : await ConflictAsync(work.Db, provider, current, cancellationToken);
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

        return new SavedConnexion(await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, cancellationToken), tried.Value.Finding);
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
        UnitOfWork work, Connexion connexion, Provider provider, SaveConnexionRequest request, CheckedKey tried, CancellationToken cancellationToken)
    {
        if (request.Key is { } key)
        {
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
            connexion.RemoveKey(work.Now);
            await ClaimDesk.ReleaseAsync(work.Db, connexion, cancellationToken);
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
        ConnexionsDbContext db, Provider provider, Connexion? stored, CancellationToken cancellationToken) =>
        stored is null
            ? ConnexionErrors.DeletedMeanwhile
            : new ConnexionConflict(await GetConnexion.ViewAsync(db, ring, provider, stored, cancellationToken));
}
