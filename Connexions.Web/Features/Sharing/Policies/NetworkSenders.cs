using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Policies;

/// <summary>Whether a network's account may send as an address, as far as its provider tells. An agency learns that, and no other address.</summary>
public sealed class NetworkSenders(ContextFactory contexts)
{
    /// <param name="within">In whose transaction it is asked.</param>
    /// <returns>True as well while the account's senders are not known.</returns>
    public async Task<bool> MaySendAsAsync(ConnexionsDbContext within, Provider provider, ClientRef network, string email, CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateWithin(within, new ActingScope.Job("senders", Organisation.Platform));
        var senders = await ConnexionRows.SendersOf(provider, new AcrossSource(db), network).SingleOrDefaultAsync(cancellationToken);
        return senders is null || senders.Split('\n').Contains(email, StringComparer.OrdinalIgnoreCase);
    }
}
