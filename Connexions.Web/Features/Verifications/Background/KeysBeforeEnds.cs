using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Background;

/// <summary>Lets go of keys before whose time is over. It reads none of them.</summary>
public sealed class KeysBeforeEnds(ContextFactory contexts, ClaimDesk desk, TimeProvider clock)
{
    /// <summary>So many at a time; the others have their turn when the job looks again.</summary>
    private const int Most = 200;

    public async Task HandleAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await DueAsync(cancellationToken))
        {
            try
            {
                await LetGoAsync(id, onlyInTime: true, cancellationToken);
            }
            catch (Exception e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsDeadlock(e))
            {
                // Somebody saved it meanwhile: its turn comes again.
            }
        }
    }

    /// <summary>That of a client who lost a claim: it might be a key of what was just given to another.</summary>
    internal async Task LetGoOfAsync(Provider provider, Guid organisationId, ClientRef client, CancellationToken cancellationToken)
    {
        Guid? found;
        await using (var db = contexts.Create(new ActingScope.Job(VerificationJob.Name, organisationId)))
        {
            found = await db.ConnexionsOf(provider).Where(row => row.ClientType == client.Type && row.ClientId == client.Id && row.BeforeUntil != null)
                .Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
        }

        if (found is { } connexionId)
        {
            await LetGoAsync(new ConnexionId(provider, organisationId, client, connexionId), onlyInTime: false, cancellationToken);
        }
    }

    /// <param name="onlyInTime">Only one whose time is over; any, otherwise.</param>
    internal async Task LetGoAsync(ConnexionId id, bool onlyInTime, CancellationToken cancellationToken)
    {
        var peppers = await desk.PeppersAsync(cancellationToken);
        await using var db = contexts.Create(new ActingScope.Job(VerificationJob.Name, id.OrganisationId));
        await using var transaction = await db.BeginWritingAsync([Turn.OfFamily(id.Client)], cancellationToken);
        var connexion = await db.ConnexionsOf(id.Provider).SingleOrDefaultAsync(row => row.Id == id.Id, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        if (connexion?.BeforeUntil is not { } until || (onlyInTime && until > now))
        {
            return;
        }

        await ClaimDesk.LetKeyBeforeGoAsync(db, id.Provider, connexion, peppers, cancellationToken);
        db.Record(AuditEntry.Create(
            new AuditFacts(id.OrganisationId, AuditAction.KeyBeforeLetGo) { Client = id.Client, Provider = id.Provider.Code, ConnexionId = id.Id },
            personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<List<ConnexionId>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var due = new List<ConnexionId>();
        await using var db = contexts.Create(DueConnexions.Scope);
        foreach (var provider in ProviderCatalogue.All)
        {
            var rows = await ConnexionRows.Of(provider, new AcrossSource(db)).Where(row => row.BeforeUntil <= now).Take(Most)
                .Select(row => new { row.Id, row.OrganisationId, row.ClientType, row.ClientId }).ToListAsync(cancellationToken);
            due.AddRange(rows.Select(row => new ConnexionId(provider, row.OrganisationId, new ClientRef(row.ClientType, row.ClientId), row.Id)));
        }

        return due;
    }
}
