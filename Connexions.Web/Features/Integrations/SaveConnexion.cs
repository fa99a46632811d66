using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Connexions.Web.Features.Sharing;
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

    // A record prints its members: the key prints itself as •••, and the values may be personal.
    public override string ToString() => $"{Provider} {Client}";
}

/// <summary>Someone else saved first; <paramref name="Current"/> is what they left.</summary>
public sealed record ConnexionConflict(ConnexionView Current) : Error("Connexion.Conflict");

/// <param name="KeyLooksUnusual">The key was stored, though it has not the provider's published form.</param>
public sealed record SavedConnexion(ConnexionView View, bool KeyLooksUnusual);

/// <summary>Creates or changes the connexion of the client one works for.</summary>
public sealed class SaveConnexion(UnitsOfWork unitsOfWork, SecretVault vault, PepperStore peppers, KeyRing ring)
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

        // Both before the transaction, for a key of any format: the first time, key ring and pepper, which is the ring's
        // canary as well, are written over connections of their own.
        KeyFingerprint? fingerprint = null;
        if (request.Key is { } key)
        {
            vault.MakeReady();
            var pepper = await peppers.CurrentAsync(cancellationToken);
            fingerprint = provider.Recognises(key) ? KeyFingerprint.Compute(pepper, provider.Code, key) : null;
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

        var connexion = stored ?? provider.NewConnexion(actor.OrganisationId, request.Client, work.Now);
        var before = values.Keys.ToDictionary(kind => kind, connexion.Get);
        var changed = connexion.Fill(values).ToList();
        if (Write(connexion, request, fingerprint, work.Now))
        {
            changed.Insert(0, FieldKind.ApiKey);
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
            });
            if (!await work.CommitAsync(cancellationToken))
            {
                var current = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
                // Nobody touched this row: it is another client of the family that sends as the same address.
                return current?.Version == request.Version && values.GetValueOrDefault(FieldKind.SenderEmail) is not null
                    ? SharingErrors.SenderTaken
                    : await ConflictAsync(work.Db, provider, current, cancellationToken);
            }
        }

        var view = await GetConnexion.ViewAsync(work.Db, ring, provider, connexion, cancellationToken);
        return new SavedConnexion(view, KeyLooksUnusual: request.Key is { } typed && provider.KeyFormat is not null && !provider.Recognises(typed));
    }

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
            var result = kind is FieldKind.AccountEmail or FieldKind.SenderEmail
                ? PlainText.Email(typed, kind.ToString())
                : PlainText.Optional(typed, kind.ToString(), PlainText.NameMaxLength);
            errors.AddRange(result.Errors);
            values[kind] = result.Value;
        }

        return errors;
    }

    private bool Write(Connexion connexion, SaveConnexionRequest request, KeyFingerprint? fingerprint, DateTime now)
    {
        if (request.Key is { } key)
        {
            connexion.ReplaceKey(vault.Protect(connexion, key), key.Suffix(), fingerprint, now);
            return true;
        }

        if (request.RemoveKey && connexion.Secret is not null)
        {
            connexion.RemoveKey(now);
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
