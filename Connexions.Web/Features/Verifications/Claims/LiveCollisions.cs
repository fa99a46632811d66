namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>Tells the tabs of this server that a collision was contested or settled.</summary>
public sealed class LiveCollisions
{
    public event Action? Moved;

    public void Changed() => Moved?.Invoke();
}
