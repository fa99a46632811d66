using Connexions.Domain.Access;
using Connexions.Domain.Results;

namespace Connexions.Web.Features.Access;

public static class InvitationErrors
{
    /// <summary>The one answer to a link that is used, withdrawn, expired or unknown.</summary>
    public static readonly Error Unusable = new("Invitation.Unusable");

    public static readonly Error RoleDoesNotFit = new("Invitation.RoleDoesNotFit", nameof(InviteRequest.Role));

    /// <summary>Said only of people whom the one who invites sees in the team anyway.</summary>
    public static readonly Error AlreadyMember = new("Invitation.AlreadyMember", nameof(InviteRequest.Email));

    /// <summary>It was used, or withdrawn by somebody else, in the meantime.</summary>
    public static readonly Error NoLongerOpen = new("Invitation.NoLongerOpen");

    public static readonly Error AccountExists = new("Invitation.AccountExists");

    /// <summary>The same for a wrong password, an address without an account, and an account that is locked out or disabled.</summary>
    public static readonly Error WrongPassword = new("Invitation.WrongPassword", nameof(AcceptInvitationRequest.Password));
}
