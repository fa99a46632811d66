using Connexions.Domain.Results;
using Connexions.Web.Shared.Live;

namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>A collision was contested or settled.</summary>
public sealed class LiveCollisions : Broadcast<Done>
{
    public void Changed() => Send(default);
}
