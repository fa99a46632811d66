using Connexions.Domain.Organisations;
using Connexions.Web.Shared.Live;

namespace Connexions.Web.Features.Verifications.Verdicts;

/// <summary>Something new is known of a client's connexion at a provider, by its code.</summary>
public sealed class LiveVerdicts : Broadcast<(ClientRef Client, string Provider)>
{
    public void Changed(ClientRef client, string provider) => Send((client, provider));
}
