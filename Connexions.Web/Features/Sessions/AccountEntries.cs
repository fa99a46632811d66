using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Sessions;

/// <summary>What happens around signing in, as the platform's journal and a person's own page tell it.</summary>
internal static class AccountEntries
{
    /// <summary>Kept apart from the rest of the platform's journal, in which they would be many.</summary>
    public static readonly AuditAction[] Actions =
        [AuditAction.SignedIn, AuditAction.SignInFailed, AuditAction.AccountLockedOut, AuditAction.PasswordChanged, AuditAction.SessionEnded];

    /// <param name="personId">Whose account it is about, who need not be the one who tried; null for an address without an account.</param>
    public static void RecordOfAccount(this ConnexionsDbContext db, AuditAction action, Guid? personId, Origin origin, DateTime at, string? subject = null)
    {
        var facts = new AuditFacts(Organisation.Platform, action)
        {
            Outcome = action is AuditAction.SignInFailed or AuditAction.AccountLockedOut ? AuditOutcome.Refused : AuditOutcome.Done,
            Subject = subject,
        };
        db.Record(AuditEntry.Create(facts, personId, role: null, Guid.CreateVersion7(), origin, at));
    }
}
