using Connexions.Domain.Organisations;
using Connexions.Web.Shared.Live;

namespace Connexions.Web.Features.Sharing.Notices;

/// <summary>A client has a new notice.</summary>
public sealed class LiveNotices : Broadcast<ClientRef>
{
    public void Changed(IEnumerable<ClientRef> clients)
    {
        foreach (var client in clients)
        {
            Send(client);
        }
    }
}
