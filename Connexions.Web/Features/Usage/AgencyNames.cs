using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Usage;

/// <summary>What a network's agencies are called: a query of its own, since it reaches beyond the network's rows.</summary>
internal static class AgencyNames
{
    /// <summary>Under the scope of the network; every other knows none.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> ReadAsync(ConnexionsDbContext db, IReadOnlyCollection<Guid> agencies, CancellationToken cancellationToken) =>
        db.Scope is ActingScope.Network && agencies.Count > 0
            ? await db.Across<ReseauAgence>().Where(row => agencies.Contains(row.ReseauAgenceId)).ToDictionaryAsync(row => row.ReseauAgenceId, row => row.Nom, cancellationToken)
            : new Dictionary<Guid, string>();
}
