using System.Collections.Frozen;

namespace Connexions.Domain.Access;

/// <summary>The tables that hold tenants' data, for the scope table.</summary>
public enum TenantTable
{
    Organisations,
    Reseaux,
    ReseauAgences,
    AgencesIndependantes,
    Connexions,
    Memberships,
    Invitations,

    /// <summary>What networks allow their agencies, with the selections.</summary>
    Policies,

    /// <summary>What agencies ask of their network.</summary>
    Requests,

    /// <summary>Insert-only, like the journal.</summary>
    Notices,

    /// <summary>Who has seen which notice.</summary>
    NoticeReads,

    /// <summary>Which keys and accounts are whose.</summary>
    Claims,

    /// <summary>Who came second with a claimed one.</summary>
    Collisions,

    /// <summary>A network's runs through all its connexions.</summary>
    VerificationRuns,

    /// <summary>Entries and their erasable side rows: always insert-only.</summary>
    Audit,

    /// <summary>With which tools call the gateway.</summary>
    ServiceTokens,

    /// <summary>How much was used, by the hour.</summary>
    Usage,

    /// <summary>People's accounts (Identity), and their sessions.</summary>
    Accounts,
}

/// <summary>How far a scope reaches into a table.</summary>
public enum Extent
{
    None,

    /// <summary>Rows of the scope's organisation and client.</summary>
    OwnClient,

    /// <summary>Rows of the scope's organisation, whichever the client.</summary>
    OwnOrganisation,

    /// <summary>Rows of the network's agencies, in whichever organisation; by the lifted filter only, beyond the own client.</summary>
    Family,

    /// <summary>Rows of the network and of its agencies; likewise.</summary>
    OwnAndFamily,

    /// <summary>Every organisation; by the lifted filter only, beyond the platform's own rows.</summary>
    All,
}

/// <summary>What each acting scope may read and write. The filters, the helper that lifts them and the guard obey it.</summary>
public static class ScopeTable
{
    private sealed record Row(TenantTable Table, Extent Read, Extent Write);

    private static readonly FrozenDictionary<(Type, TenantTable), Row> Rows = new Dictionary<Type, Row[]>
    {
        [typeof(ActingScope.Member)] =
        [
            new(TenantTable.Organisations, Extent.OwnOrganisation, Extent.None),
            new(TenantTable.Reseaux, Extent.OwnClient, Extent.None),
            new(TenantTable.ReseauAgences, Extent.OwnClient, Extent.None),
            new(TenantTable.AgencesIndependantes, Extent.OwnClient, Extent.None),
            new(TenantTable.Connexions, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Memberships, Extent.OwnClient, Extent.None),
            new(TenantTable.Invitations, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Policies, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Requests, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Notices, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.NoticeReads, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Claims, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Collisions, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.VerificationRuns, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.ServiceTokens, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Usage, Extent.OwnClient, Extent.None),
            new(TenantTable.Audit, Extent.OwnClient, Extent.OwnClient),
        ],
        [typeof(ActingScope.Network)] =
        [
            new(TenantTable.Organisations, Extent.OwnOrganisation, Extent.None),
            new(TenantTable.Reseaux, Extent.OwnClient, Extent.None),
            new(TenantTable.ReseauAgences, Extent.Family, Extent.None),
            new(TenantTable.Memberships, Extent.Family, Extent.None),
            new(TenantTable.Invitations, Extent.Family, Extent.Family),
            new(TenantTable.Connexions, Extent.OwnAndFamily, Extent.OwnClient),
            new(TenantTable.Policies, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Requests, Extent.Family, Extent.Family),
            new(TenantTable.Notices, Extent.OwnClient, Extent.OwnAndFamily),
            new(TenantTable.Claims, Extent.Family, Extent.OwnAndFamily),
            new(TenantTable.Collisions, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.VerificationRuns, Extent.OwnClient, Extent.OwnClient),
            new(TenantTable.Usage, Extent.OwnClient, Extent.None),
            new(TenantTable.Audit, Extent.OwnClient, Extent.OwnAndFamily),
        ],
        [typeof(ActingScope.Support)] =
        [
            new(TenantTable.Organisations, Extent.All, Extent.None),
            new(TenantTable.Reseaux, Extent.All, Extent.None),
            new(TenantTable.ReseauAgences, Extent.All, Extent.None),
            new(TenantTable.AgencesIndependantes, Extent.All, Extent.None),
            new(TenantTable.Connexions, Extent.All, Extent.None),
            new(TenantTable.Memberships, Extent.OwnOrganisation, Extent.None),
            new(TenantTable.Policies, Extent.All, Extent.None),
            new(TenantTable.Requests, Extent.All, Extent.None),
            new(TenantTable.Claims, Extent.All, Extent.None),
            new(TenantTable.Collisions, Extent.All, Extent.None),
            new(TenantTable.VerificationRuns, Extent.All, Extent.None),
            new(TenantTable.ServiceTokens, Extent.All, Extent.None),
            new(TenantTable.Usage, Extent.All, Extent.None),
            new(TenantTable.Audit, Extent.All, Extent.All),
        ],
        [typeof(ActingScope.Administration)] =
        [
            new(TenantTable.Organisations, Extent.All, Extent.All),
            new(TenantTable.Reseaux, Extent.All, Extent.All),
            new(TenantTable.ReseauAgences, Extent.All, Extent.All),
            new(TenantTable.AgencesIndependantes, Extent.All, Extent.All),
            new(TenantTable.Memberships, Extent.All, Extent.All),
            new(TenantTable.Invitations, Extent.All, Extent.All),
            new(TenantTable.Claims, Extent.All, Extent.All),
            new(TenantTable.Collisions, Extent.All, Extent.All),
            new(TenantTable.Notices, Extent.None, Extent.All),
            new(TenantTable.Audit, Extent.OwnOrganisation, Extent.All),
            new(TenantTable.Accounts, Extent.All, Extent.All),
        ],
        [typeof(ActingScope.Gateway)] =
        [
            new(TenantTable.Reseaux, Extent.OwnClient, Extent.None),
            new(TenantTable.AgencesIndependantes, Extent.OwnClient, Extent.None),
            new(TenantTable.Usage, Extent.OwnClient, Extent.None),
            new(TenantTable.ReseauAgences, Extent.OwnClient, Extent.None),
            new(TenantTable.Connexions, Extent.OwnClient, Extent.None),
            new(TenantTable.ServiceTokens, Extent.OwnClient, Extent.None),
        ],
        [typeof(ActingScope.Job)] =
        [
            new(TenantTable.Organisations, Extent.OwnOrganisation, Extent.None),
            new(TenantTable.Reseaux, Extent.All, Extent.None),
            new(TenantTable.ReseauAgences, Extent.All, Extent.None),
            new(TenantTable.AgencesIndependantes, Extent.All, Extent.None),
            new(TenantTable.Connexions, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.Memberships, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.Invitations, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.Policies, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.Requests, Extent.OwnOrganisation, Extent.OwnOrganisation),
            new(TenantTable.Notices, Extent.OwnOrganisation, Extent.OwnOrganisation),
            new(TenantTable.Claims, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.Collisions, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.VerificationRuns, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.ServiceTokens, Extent.All, Extent.OwnOrganisation),
            new(TenantTable.Usage, Extent.OwnOrganisation, Extent.OwnOrganisation),
            new(TenantTable.Audit, Extent.OwnOrganisation, Extent.OwnOrganisation),
            new(TenantTable.Accounts, Extent.All, Extent.All),
        ],
    }.SelectMany(scope => scope.Value.Select(row => (Key: (scope.Key, row.Table), row))).ToFrozenDictionary(x => x.Key, x => x.row);

    public static Extent Reads(ActingScope? scope, TenantTable table) => Find(scope, table)?.Read ?? Extent.None;

    public static Extent Writes(ActingScope? scope, TenantTable table) => Find(scope, table)?.Write ?? Extent.None;

    private static Row? Find(ActingScope? scope, TenantTable table) =>
        scope is null ? null : Rows.GetValueOrDefault((scope.GetType(), table));
}
