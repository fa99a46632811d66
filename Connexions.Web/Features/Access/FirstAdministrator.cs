using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

/// <summary>Lets somebody in where nobody is yet: a link for the first administrator, made at start.</summary>
public sealed class FirstAdministrator(ContextFactory contexts, TimeProvider clock)
{
    /// <returns>Null when there is an administrator. Each call makes the links of earlier ones useless.</returns>
    public async Task<OneTimeLink?> InviteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = contexts.Create(new ActingScope.Job("first-administrator", Organisation.Platform));
        await using var transaction = await db.BeginWritingAsync([Turn.OfPlatform], cancellationToken);
        if (await db.Memberships.AnyAsync(row => row.Role == Role.Administrateur, cancellationToken))
        {
            return null;
        }

        var open = await db.Invitations
            .Where(row => row.Role == Role.Administrateur && row.Email == null && row.UsedAt == null && row.WithdrawnAt == null)
            .ToListAsync(cancellationToken);
        foreach (var earlier in open)
        {
            earlier.Withdraw(now);
            Record(AuditAction.InvitationWithdrawn);
        }

        var (invitation, token) = Invitation.Create(Role.Administrateur, Organisation.Platform, client: null, email: null, now);
        db.Add(invitation);
        Record(AuditAction.InvitationCreated);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return OneTimeLink.Invitation(token);

        void Record(AuditAction action) =>
            db.Record(AuditEntry.Create(new AuditFacts(Organisation.Platform, action), personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, now));
    }
}
