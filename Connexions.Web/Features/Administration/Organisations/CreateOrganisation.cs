using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Administration.Organisations;

/// <param name="First">Without a name of its own it bears the organisation's.</param>
public sealed record CreateOrganisationRequest(string? Nom, ClientDraft First);

/// <summary>Creates an organisation together with its first network or agency.</summary>
public sealed class CreateOrganisation(UnitsOfWork unitsOfWork)
{
    /// <returns>The new organisation's id.</returns>
    public async Task<Result<Guid>> HandleAsync(Actor actor, CreateOrganisationRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.Administer, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<Guid>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var organisation = Organisation.Create(request.Nom);
        var hasOwnName = PlainText.Clean(request.First.Nom) is not null;
        var first = await (hasOwnName ? request.First : request.First with { Nom = request.Nom })
            .CreateAsync(work.Db, organisation.Value?.OrganisationId ?? Guid.Empty, cancellationToken);
        // What is wrong with a borrowed name is said once, beside the organisation's.
        List<Error> errors = [.. organisation.Errors, .. first.Errors.Where(error => hasOwnName || error.Field != ClientDraft.ClientNomField)];
        if (errors.Count > 0)
        {
            return errors;
        }

        var made = organisation.Require();
        work.Db.Add(made);
        work.RecordWithPlatform(actor, new AuditFacts(made.OrganisationId, AuditAction.OrganisationCreated) { Subject = made.Nom });
        ClientDraft.Add(work, actor, first.Require(), made.Nom);
        return await work.CommitAsync(cancellationToken) ? made.OrganisationId : AdministrationErrors.ChangedMeanwhile;
    }
}
