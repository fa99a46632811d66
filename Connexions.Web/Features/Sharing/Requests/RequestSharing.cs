using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Requests;

/// <param name="Message">For the director; may be empty.</param>
public sealed record RequestSharingRequest(ClientRef Client, string Provider, string? Message)
{
    // A record prints its members, and somebody may have typed a key there.
    public override string ToString() => $"{Provider} {Client}";
}

/// <summary>An agency that has nothing in effect asks its network for the use of a connexion: once at a time.</summary>
public sealed class RequestSharing(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<Done>> HandleAsync(Actor actor, RequestSharingRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var message = PlainText.Optional(request.Message, nameof(request.Message), PlainText.ReasonMaxLength);
        if (!message.Succeeded)
        {
            return Result<Done>.Failure(message.Errors);
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.RequestSharing, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Done>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var view = EffectiveView.From(provider, await SharingReads.FactsAsync(work.Db, provider, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Own));
        if (!view.MayAsk)
        {
            return SharingErrors.NothingToAsk;
        }

        var asked = SharingRequest.Create(actor.OrganisationId, request.Client, provider.Code, message.Value, actor.PersonId, work.Now);
        work.Db.Add(asked);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.SharingRequested)
        {
            Client = request.Client,
            Provider = provider.Code,
            Reason = message.Value,
        });

        // Counted on the outcome: by then the journal's head is locked, and no second one can slip in beside this one.
        if (!await work.SaveAsync(cancellationToken)
            || await work.Db.Set<SharingRequest>().CountAsync(row => row.Provider == provider.Code && row.AnsweredAt == null, cancellationToken) > 1
            || !await work.CommitAsync(cancellationToken))
        {
            return SharingErrors.AlreadyAsked;
        }

        return new Done();
    }
}
