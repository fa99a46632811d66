using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Sharing;

/// <summary>Tells the tabs of this server that a client has a new notice, so that they show it without a reload.</summary>
public sealed class LiveNotices
{
    public event Action<ClientRef>? Arrived;

    public void Changed(IEnumerable<ClientRef> clients)
    {
        foreach (var client in clients)
        {
            Arrived?.Invoke(client);
        }
    }
}
