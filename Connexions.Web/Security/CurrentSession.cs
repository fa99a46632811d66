using System.Security.Claims;
using Connexions.Domain.Access;

namespace Connexions.Web.Security;

public sealed record MembershipOption(Guid MembershipId, Role Role, string ClientName);

// Stand-in with the shape agreed upon, so that the shell compiles on its own.
#pragma warning disable CS0067, CA1822, MA0046
public sealed class CurrentSession
{
    public const string MembershipCookie = "connexions.membership";

    public Actor? Actor { get; private set; }

    public string DisplayName { get; private set; } = "";

    public IReadOnlyList<MembershipOption> Memberships { get; private set; } = [];

    public MembershipOption? Current { get; private set; }

    public event Action? Ended;

    public Task StartAsync(ClaimsPrincipal user, Guid? membershipId, Origin origin)
    {
        DisplayName = user.Identity?.Name ?? "";
        Memberships =
        [
            new(Guid.Parse("11111111-1111-1111-1111-111111111111"), Role.Directeur, "Réseau Lumière"),
            new(Guid.Parse("22222222-2222-2222-2222-222222222222"), Role.Responsable, "Agence Lyon"),
            new(Guid.Parse("33333333-3333-3333-3333-333333333333"), Role.Administrateur, ""),
        ];
        Current = Memberships.FirstOrDefault(m => m.MembershipId == membershipId) ?? Memberships[0];
        return Task.CompletedTask;
    }
}
