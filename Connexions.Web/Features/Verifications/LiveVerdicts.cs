using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Verifications;

/// <summary>Tells the tabs of this server that something new is known of a client's connexion, so that they show it without a reload.</summary>
public sealed class LiveVerdicts
{
    public event Action<ClientRef, string>? Arrived;

    public void Changed(ClientRef client, string provider) => Arrived?.Invoke(client, provider);
}
