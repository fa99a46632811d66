using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

/// <summary>Tells the agencies that use a network's connexion when its key comes, goes or opens another account.</summary>
internal static class KeyNews
{
    public static bool IsUsable(KeyRing ring, Connexion? connexion) =>
        connexion is { FrozenAt: null } && ring.StateOf(connexion).ToKeyCondition().IsUsable();

    /// <param name="account">The account's id before.</param>
    /// <param name="changed">What a person changed.</param>
    /// <returns>Null for what changes nothing for those who use it.</returns>
    public static NoticeKind? Of(bool wasUsable, string? account, Connexion now, IReadOnlyCollection<FieldKind> changed, KeyRing ring) =>
        (wasUsable, IsUsable(ring, now)) switch
        {
            (false, true) => NoticeKind.Gained,
            (true, false) => NoticeKind.Lost,
            (true, true) when changed.Contains(FieldKind.SenderEmail)
                || (changed.Contains(FieldKind.ApiKey) && account is not null && now.ProviderAccountId != account) => NoticeKind.Switched,
            _ => null,
        };

    /// <returns>Who was told; nobody but a network's agencies.</returns>
    public static async Task<IReadOnlyList<ClientRef>> TellAsync(
        UnitOfWork work, KeyRing ring, Provider provider, ClientRef client, NoticeKind? kind, CancellationToken cancellationToken)
    {
        if (kind is not { } news || client.Type != ClientType.Reseau)
        {
            return [];
        }

        var users = await ListDependents.LoadAsync(work.Db, ring, provider, work.Now, cancellationToken, ifItWorked: true);
        work.Db.AddRange(users.Select(agency => Notice.Create(agency.OrganisationId, agency.Client, news, provider.Code, work.Now)));
        return [.. users.Select(agency => agency.Client)];
    }
}
