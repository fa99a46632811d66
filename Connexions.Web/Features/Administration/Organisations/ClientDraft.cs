using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Administration.Organisations;

/// <summary>A network or agency to be created.</summary>
/// <param name="ReseauId">The network of an agency that belongs to one.</param>
public sealed record ClientDraft(ClientType Type, string? Nom, Guid? ReseauId)
{
    /// <summary>Validates, and reads the network it names.</summary>
    internal async Task<Result<IClient>> CreateAsync(ConnexionsDbContext db, Guid organisationId, CancellationToken cancellationToken)
    {
        if (Type != ClientType.ReseauAgence)
        {
            return Type == ClientType.Reseau
                ? Rename(Reseau.Create(organisationId, Nom))
                : Rename(AgenceIndependante.Create(organisationId, Nom));
        }

        var created = Rename(ReseauAgence.Create(organisationId, ReseauId ?? Guid.Empty, Nom));
        if (ReseauId is { } id && await db.Across<Reseau>().AnyAsync(row => row.ReseauId == id, cancellationToken))
        {
            return created;
        }

        List<Error> errors = [.. created.Errors, AdministrationErrors.ChooseNetwork.On(nameof(ReseauId))];
        return errors;
    }

    /// <summary>Adds it to the save, with its journal entries.</summary>
    internal static void Add(UnitOfWork work, Actor actor, IClient client, string organisation)
    {
        work.Db.Add(client);
        var action = client.Reference.Type == ClientType.Reseau ? AuditAction.ReseauCreated : AuditAction.AgenceCreated;
        work.RecordWithPlatform(actor, new AuditFacts(client.OrganisationId, action)
        {
            Client = client.Reference,
            Subject = PlatformJournal.Subject(client.Nom),
        }, organisation);
    }

    // The domain says "Nom"; in the form of an organisation there are two names.
    private static Result<IClient> Rename<T>(Result<T> result) where T : IClient => result.Succeeded
        ? Result<IClient>.Success(result.Value)
        : Result<IClient>.Failure([.. result.Errors.Select(error => error.On(ClientNomField))]);

    public const string ClientNomField = "ClientNom";
}
