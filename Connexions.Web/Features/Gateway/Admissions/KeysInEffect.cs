using System.Reflection;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Gateway.Admissions;

/// <summary>The connexion that a client's work goes out with, as it stood a moment ago, and its key as it is stored: protected.</summary>
/// <param name="Stored">Null where none is in effect.</param>
/// <param name="Lender">The network, where the key is its.</param>
internal sealed record KeyInEffect(EffectiveConnexion Effective, Connexion? Stored, Lender? Lender);

/// <summary>
/// Resolves for the gateway, by the same resolver and the same facts as the screens. The key itself is read in a query of
/// its own, by the one scope that may, and stays protected until a call needs it.
/// </summary>
internal sealed class KeysInEffect(ContextFactory contexts, KeyRing ring, GatewayOptions options, TimeProvider clock)
{
    private static readonly MethodInfo LentMethod = typeof(KeysInEffect).GetMethod(nameof(LentAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ShortMemory<(Guid OrganisationId, ClientRef Client, Provider Provider), KeyInEffect> memory = new(options.ReadAgainAfter, clock);

    public ValueTask<KeyInEffect> FindAsync(Guid organisationId, ClientRef client, Provider provider, CancellationToken cancellationToken) =>
        memory.GetAsync((organisationId, client, provider), ReadAsync, cancellationToken);

    private async Task<KeyInEffect> ReadAsync((Guid OrganisationId, ClientRef Client, Provider Provider) asked)
    {
        await using var db = contexts.Create(new ActingScope.Gateway(asked.OrganisationId, asked.Client));
        await db.Database.OpenConnectionAsync();
        var facts = await SharingReads.FactsAsync(db, asked.Provider, clock.GetUtcNow().UtcDateTime, CancellationToken.None);
        var effective = ConnexionResolver.Resolve(facts.ToSnapshot(ring));
        var stored = effective.Source switch
        {
            Source.Own => await db.ConnexionsOf(asked.Provider).AsNoTracking().SingleOrDefaultAsync(),
            Source.Network => await (Task<Connexion?>)LentMethod.MakeGenericMethod(asked.Provider.ConnexionType).Invoke(null, [db])!,
            _ => null,
        };

        // Between the two reads another connexion may have taken the place of the one that was resolved.
        stored = stored?.Id == effective.ConnexionId ? stored : null;
        var lender = effective.Source == Source.Network && stored is not null ? new Lender(stored.OrganisationId, stored.ClientId) : null;
        return new KeyInEffect(effective, stored, lender);
    }

    private static async Task<Connexion?> LentAsync<TConnexion>(ConnexionsDbContext db) where TConnexion : Connexion =>
        await db.Lent<TConnexion>().SingleOrDefaultAsync();
}
