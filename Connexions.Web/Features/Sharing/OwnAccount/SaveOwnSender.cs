using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.OwnAccount;

/// <param name="Version">Of the own connexion as it was seen; null while there is none.</param>
/// <param name="Email">Null goes back to the network's sender.</param>
public sealed record SaveOwnSenderRequest(ClientRef Client, string Provider, Guid? Version, string? Email, string? Name)
{
    // A record prints its members, and these may be personal.
    public override string ToString() => $"{Provider} {Client}";
}

/// <summary>
/// An agency states its own sender on the network's account, or goes back to the network's: no key is asked for. Its
/// row then holds a sender and no key, and goes when nothing else is in it.
/// </summary>
public sealed class SaveOwnSender(UnitsOfWork unitsOfWork, KeyRing ring, NetworkSenders senders)
{
    private static readonly FieldKind[] Kinds = [FieldKind.SenderEmail, FieldKind.SenderName];

    public Task<Result<EffectiveView>> HandleAsync(Actor actor, SaveOwnSenderRequest request, CancellationToken cancellationToken)
    {
        var email = PlainText.Email(request.Email, nameof(FieldKind.SenderEmail));
        var name = PlainText.Optional(request.Name, nameof(FieldKind.SenderName), PlainText.NameMaxLength);
        List<Error> errors = [.. email.Errors, .. name.Errors];
        if (email is { Succeeded: true, Value: null })
        {
            errors.Add(TextErrors.Required.On(nameof(FieldKind.SenderEmail)));
        }

        return errors.Count > 0
            ? Task.FromResult<Result<EffectiveView>>(errors)
            : StoreAsync(actor, request, email.Value, name.Value, cancellationToken);
    }

    /// <summary>Back to the network's sender. Always possible: it takes nothing from anybody.</summary>
    public Task<Result<EffectiveView>> ClearAsync(Actor actor, OwnConnexionRequest request, CancellationToken cancellationToken) =>
        StoreAsync(actor, new(request.Client, request.Provider, request.Version, null, null), email: null, name: null, cancellationToken);

    private async Task<Result<EffectiveView>> StoreAsync(
        Actor actor, SaveOwnSenderRequest request, string? email, string? name, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<EffectiveView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var stored = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        if (stored?.Version != request.Version)
        {
            return await OwnConnexions.MeanwhileAsync(work, ring, provider, cancellationToken);
        }

        var before = EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own));
        if (email is null ? !before.HasOwnSender || before.NetworkName is null : !before.MayStateSender)
        {
            return SharingErrors.SenderNotAllowed;
        }

        if (email is not null && before.NetworkClient is { } network && !await senders.MaySendAsAsync(work.Db, provider, network, email, cancellationToken))
        {
            return SharingErrors.SenderNotConfirmed;
        }

        if (!await WriteAsync(work, actor, request, provider, stored, email, name, cancellationToken))
        {
            var current = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
            return current?.Version == request.Version
                ? SharingErrors.SenderTaken
                : await OwnConnexions.MeanwhileAsync(work, ring, provider, cancellationToken);
        }

        return EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own));
    }

    private static async Task<bool> WriteAsync(
        UnitOfWork work, Actor actor, SaveOwnSenderRequest request, Provider provider, Connexion? stored, string? email, string? name, CancellationToken cancellationToken)
    {
        var connexion = stored ?? provider.NewConnexion(actor.OrganisationId, request.Client, work.Now);
        var before = Kinds.ToDictionary(kind => kind, connexion.Get);
        var changed = connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = email, [FieldKind.SenderName] = name });
        if (stored is null)
        {
            connexion.JoinFamily(await work.Db.ReseauAgences.Select(agence => agence.ReseauId).SingleAsync(cancellationToken));
            work.Db.Add(connexion);
        }
        else if (changed.Count == 0)
        {
            return true;
        }

        connexion.Touch(actor.PersonId, work.Now);
        if (IsEmpty(connexion, provider))
        {
            work.Db.Remove(connexion);
        }

        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.OwnSenderChanged)
        {
            Client = request.Client,
            Provider = provider.Code,
            ConnexionId = connexion.Id,
            Fields = changed,
            Changes = changed.ToDictionary(kind => kind, kind => new Change(before[kind], connexion.Get(kind))),
        });
        return await work.CommitAsync(cancellationToken);
    }

    private static bool IsEmpty(Connexion connexion, Provider provider) =>
        connexion.Secret is null && connexion.FrozenAt is null && provider.Fields.All(field => field.Kind == FieldKind.ApiKey || connexion.Get(field.Kind) is null);
}
