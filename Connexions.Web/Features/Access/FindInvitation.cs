using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Access;

/// <param name="ClientName">Null for support and administrators.</param>
/// <param name="Email">Null when whoever arrives gives an address: the first administrator.</param>
public sealed record InvitationView(Role Role, string? ClientName, string? Email, DateTime ExpiresAt);

/// <summary>
/// What an invitation's link shows to whoever holds it. Whether the address has an account is not part of it: the one
/// who invites holds the link as well.
/// </summary>
public sealed class FindInvitation(ContextFactory contexts, TimeProvider clock)
{
    public async Task<Result<InvitationView>> HandleAsync(string? token, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("invitation", Organisation.Platform));
        if (await OpenAsync(db, token, clock.GetUtcNow().UtcDateTime, cancellationToken) is not { } invitation)
        {
            return InvitationErrors.Unusable;
        }

        var client = invitation.Owner is { } owner ? await db.FindClientAsync(owner, cancellationToken) : null;
        return new InvitationView(invitation.Role, client?.Name, invitation.Email, invitation.ExpiresAt);
    }

    /// <summary>Null for a link that does not work, for whatever reason.</summary>
    internal static async Task<Invitation?> OpenAsync(ConnexionsDbContext db, string? token, DateTime now, CancellationToken cancellationToken)
    {
        var hash = Invitation.Hash(token ?? "");
        var invitation = await db.Across<Invitation>().SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken);
        return invitation?.IsOpen(now) == true ? invitation : null;
    }
}
