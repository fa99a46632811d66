using Connexions.Domain.Claims;

namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>What an administrator chose on a card, not confirmed yet.</summary>
public sealed record CollisionDecision(Settlement Settlement, string? Reason)
{
    public override string ToString() => Settlement.ToString();
}
