using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Support;

/// <param name="Effective">One for each provider, as the client's own people see it.</param>
/// <param name="Agencies">Of a network; empty for an agency.</param>
public sealed record OpenedDashboard(ClientRef Client, string ClientName, IReadOnlyList<EffectiveView> Effective, IReadOnlyList<(ClientRef Client, string Name)> Agencies);

/// <summary>
/// Support sees what a client's people see on their dashboard. It stands in the client's journal each time, and in that
/// of its network, whose accounts are among it.
/// </summary>
public sealed class OpenDashboard(UnitsOfWork unitsOfWork, SupportSittings sittings, KeyRing ring)
{
    public Task<Result<OpenedDashboard>> HandleAsync(Actor actor, string? clientType, string? id, CancellationToken cancellationToken) =>
        Deadlocks.RepeatAsync(() => OpenAsync(actor, clientType, id, cancellationToken));

    private async Task<Result<OpenedDashboard>> OpenAsync(Actor actor, string? clientType, string? id, CancellationToken cancellationToken)
    {
        var sitting = sittings.Find(actor);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.AuditConnexions, client: null, cancellationToken, sitting?.Reason);
        if (!begun.Succeeded)
        {
            return Result<OpenedDashboard>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        if (sitting is null)
        {
            return SupportErrors.NoSitting;
        }

        if (!ClientTypes.All.Contains(clientType) || !Guid.TryParse(id, out var clientId)
            || await FindAsync(work.Db, new ClientRef(ClientTypes.Parse(clientType!), clientId), cancellationToken) is not { } found)
        {
            return Error.NotFound;
        }

        var views = new List<EffectiveView>();
        foreach (var provider in ProviderCatalogue.All)
        {
            views.Add(EffectiveView.From(
                provider, await SharingReads.FactsOfAsync(work.Db, provider, found.OrganisationId, found.Client, work.Now, cancellationToken), ring, Reader.Of(actor.Role, Ownership.Foreign)));
        }

        var agencies = found.Client.Type == ClientType.Reseau
            ? await work.Db.Across<ReseauAgence>().Where(row => row.ReseauId == clientId).OrderBy(row => row.NomFolded)
                .Select(row => new { row.ReseauAgenceId, row.Nom }).ToListAsync(cancellationToken)
            : [];
        Record(work, found, sitting.Reason);
        if (!await work.CommitAsync(cancellationToken))
        {
            return DatabaseErrors.Busy;
        }

        return new OpenedDashboard(
            found.Client, found.Name, views, [.. agencies.Select(row => (new ClientRef(ClientType.ReseauAgence, row.ReseauAgenceId), row.Nom))]);
    }

    /// <param name="Network">Where the network of an agency keeps its journal.</param>
    private sealed record Found(ClientRef Client, Guid OrganisationId, string Name, (Guid OrganisationId, ClientRef Client)? Network);

    private static async Task<Found?> FindAsync(ConnexionsDbContext db, ClientRef client, CancellationToken cancellationToken)
    {
        switch (client.Type)
        {
            case ClientType.Reseau:
                return await db.Across<Reseau>().Where(row => row.ReseauId == client.Id)
                    .Select(row => new Found(client, row.OrganisationId, row.Nom, null)).SingleOrDefaultAsync(cancellationToken);
            case ClientType.ReseauAgence:
                var agence = await db.Across<ReseauAgence>().Where(row => row.ReseauAgenceId == client.Id)
                    .Join(db.Across<Reseau>(), row => row.ReseauId, reseau => reseau.ReseauId, (row, reseau) => new { row.OrganisationId, row.Nom, row.ReseauId, Network = reseau.OrganisationId })
                    .SingleOrDefaultAsync(cancellationToken);
                return agence is null
                    ? null
                    : new Found(client, agence.OrganisationId, agence.Nom, (agence.Network, new ClientRef(ClientType.Reseau, agence.ReseauId)));
            default:
                return await db.Across<AgenceIndependante>().Where(row => row.AgenceIndependanteId == client.Id)
                    .Select(row => new Found(client, row.OrganisationId, row.Nom, null)).SingleOrDefaultAsync(cancellationToken);
        }
    }

    private static void Record(UnitOfWork work, Found found, string reason)
    {
        work.Record(new AuditFacts(found.OrganisationId, AuditAction.SupportListed) { Client = found.Client, Reason = reason });
        if (found.Network is { } network)
        {
            work.Record(new AuditFacts(network.OrganisationId, AuditAction.SupportListed) { Client = network.Client, Reason = reason });
        }

        // The platform's own journal, where support finds its own looks again.
        work.Record(new AuditFacts(Organisation.Platform, AuditAction.SupportListed) { Reason = reason, Subject = found.Name });
    }
}
