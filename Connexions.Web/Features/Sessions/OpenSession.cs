using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Sessions;

/// <summary>Begins a session: with its line in the platform's journal, or not at all.</summary>
public sealed class OpenSession(ContextFactory contexts, TimeProvider clock)
{
    /// <returns>The token, for the cookie.</returns>
    public async Task<string> HandleAsync(Guid personId, Origin origin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (session, token) = PersonSession.Open(personId, origin, now);
        await using var db = contexts.Create(new ActingScope.Job("session", Organisation.Platform));
        await using var transaction = await db.BeginWritingAsync([Turn.OfPerson(personId)], cancellationToken);
        db.Add(session);
        db.RecordOfAccount(AuditAction.SignedIn, personId, origin, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return token;
    }
}
