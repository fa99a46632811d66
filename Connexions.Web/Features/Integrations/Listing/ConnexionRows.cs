using System.Linq.Expressions;
using System.Reflection;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Configurations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Connexions.Web.Features.Integrations.Listing;

/// <summary>One connexion of any provider, for lists: everything but its secret.</summary>
public sealed record ConnexionRow
{
    public required string Provider { get; init; }

    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    public required ClientType ClientType { get; init; }

    public required Guid ClientId { get; init; }

    public string? AccountEmail { get; init; }

    public string? AccountName { get; init; }

    /// <summary>Whose account the key opens, as the provider tells it.</summary>
    public string? NamedEmail { get; init; }

    public string? NamedName { get; init; }

    public string? KeySuffix { get; init; }

    /// <summary>The key of the ring that the secret needs; null while there is no secret.</summary>
    public Guid? RingKeyId { get; init; }

    public string? SenderEmail { get; init; }

    public string? SenderName { get; init; }

    public DateTime? SetAsideAt { get; init; }

    public DateTime? FrozenAt { get; init; }

    public string? FrozenReason { get; init; }

    public DateTime? InConflictSince { get; init; }

    public VerificationVerdict? Verdict { get; init; }

    public DateTime? VerdictAt { get; init; }

    public VerificationCause? VerdictCause { get; init; }

    public DateTime? RefusedOnceAt { get; init; }

    public VerificationVerdict? LastTry { get; init; }

    public DateTime? LastTryAt { get; init; }

    public DateTime? NextCheckAt { get; init; }

    /// <summary>Until when a key before is kept; null where none is.</summary>
    public DateTime? BeforeUntil { get; init; }

    public string? BlockedAddress { get; init; }

    /// <summary>Changes with every save.</summary>
    public required Guid Version { get; init; }

    public required string SearchText { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required Guid UpdatedBy { get; init; }

    /// <summary>Whose account it is; null where nobody says.</summary>
    public AccountIdentity? Account => AccountIdentity.Of(NamedName, NamedEmail, AccountName, AccountEmail);
}

/// <summary>
/// All providers' connexions as one query, made from the catalogue: a new provider needs nothing here. Each leaf is
/// projected before they are joined up, so that no secret column is ever part of it.
/// </summary>
internal static class ConnexionRows
{
    private static readonly MethodInfo OfMethod = typeof(ConnexionRows).GetMethod(nameof(OfLeaf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo SendersMethod = typeof(ConnexionRows).GetMethod(nameof(SendersOfLeaf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The rows that the context's filters let pass.</summary>
    public static IQueryable<ConnexionRow> Own(ConnexionsDbContext db) => Union(new OwnSource(db));

    /// <summary>The rows of every organisation, for the scopes that may.</summary>
    public static IQueryable<ConnexionRow> Across(ConnexionsDbContext db) => Union(new AcrossSource(db));

    /// <summary>One provider's rows out of a source that the caller chose: its own, or lifted where that is allowed.</summary>
    public static IQueryable<ConnexionRow> Of(Provider provider, ConnexionSource source) =>
        (IQueryable<ConnexionRow>)OfMethod.MakeGenericMethod(provider.ConnexionType).Invoke(null, [provider, source])!;

    /// <summary>The addresses one client's account at a provider may send as; too long for a list's rows.</summary>
    public static IQueryable<string?> SendersOf(Provider provider, ConnexionSource source, ClientRef client) =>
        (IQueryable<string?>)SendersMethod.MakeGenericMethod(provider.ConnexionType).Invoke(null, [source, client])!;

    private static IQueryable<string?> SendersOfLeaf<TConnexion>(ConnexionSource from, ClientRef client) where TConnexion : Connexion
    {
        var (column, id) = (ClientColumns.Of(client.Type), client.Id);
        // By the column that has an index.
        return from.Rows<TConnexion>().Where(row => EF.Property<Guid?>(row, column) == id).Select(row => row.ProviderSenders);
    }

    private static IQueryable<ConnexionRow> Union(ConnexionSource source) => ProviderCatalogue.All
        .Select(provider => Of(provider, source))
        .Aggregate((rows, next) => rows.Concat(next));

    private static IQueryable<ConnexionRow> OfLeaf<TConnexion>(Provider provider, ConnexionSource from)
        where TConnexion : Connexion
    {
        var source = from.Rows<TConnexion>();
        return provider.Fields.Any(field => field.Kind == FieldKind.AccountName)
            ? source.Select(Of<TConnexion>(provider, (row, code) => new ConnexionRow
            {
                Provider = code,
                Id = row.Id,
                OrganisationId = row.OrganisationId,
                ClientType = row.ClientType,
                ClientId = row.ClientId,
                AccountEmail = row.AccountEmail,
                AccountName = EF.Property<string?>(row, nameof(FieldKind.AccountName)),
                SenderEmail = EF.Property<string?>(row, nameof(FieldKind.SenderEmail)),
                SenderName = EF.Property<string?>(row, nameof(FieldKind.SenderName)),
                NamedEmail = row.ProviderAccountEmail,
                NamedName = row.ProviderAccountName,
                SetAsideAt = row.SetAsideAt,
                FrozenAt = row.FrozenAt,
                FrozenReason = row.FrozenReason,
                KeySuffix = row.ApiKeySuffix,
                RingKeyId = row.ApiKeyRingKeyId,
                InConflictSince = row.InConflictSince,
                Verdict = row.Verdict,
                VerdictAt = row.VerdictAt,
                VerdictCause = row.VerdictCause,
                RefusedOnceAt = row.RefusedOnceAt,
                LastTry = row.LastTry,
                LastTryAt = row.LastTryAt,
                NextCheckAt = row.NextCheckAt,
                BeforeUntil = row.BeforeUntil,
                BlockedAddress = row.BlockedAddress,
                Version = row.Version,
                SearchText = row.SearchText,
                UpdatedAt = row.UpdatedAt,
                UpdatedBy = row.UpdatedBy,
            }))
            : source.Select(Of<TConnexion>(provider, (row, code) => new ConnexionRow
            {
                Provider = code,
                Id = row.Id,
                OrganisationId = row.OrganisationId,
                ClientType = row.ClientType,
                ClientId = row.ClientId,
                AccountEmail = row.AccountEmail,
                AccountName = null,
                SenderEmail = null,
                SenderName = null,
                NamedEmail = row.ProviderAccountEmail,
                NamedName = row.ProviderAccountName,
                SetAsideAt = row.SetAsideAt,
                FrozenAt = row.FrozenAt,
                FrozenReason = row.FrozenReason,
                KeySuffix = row.ApiKeySuffix,
                RingKeyId = row.ApiKeyRingKeyId,
                InConflictSince = row.InConflictSince,
                Verdict = row.Verdict,
                VerdictAt = row.VerdictAt,
                VerdictCause = row.VerdictCause,
                RefusedOnceAt = row.RefusedOnceAt,
                LastTry = row.LastTry,
                LastTryAt = row.LastTryAt,
                NextCheckAt = row.NextCheckAt,
                BeforeUntil = row.BeforeUntil,
                BlockedAddress = row.BlockedAddress,
                Version = row.Version,
                SearchText = row.SearchText,
                UpdatedAt = row.UpdatedAt,
                UpdatedBy = row.UpdatedBy,
            }));
    }

    /// <summary>
    /// With the provider's code written into the statement, rather than handed over beside it: of a union, SQL Server then leaves
    /// out the tables of other providers than the one that is asked for.
    /// </summary>
    private static Expression<Func<TConnexion, ConnexionRow>> Of<TConnexion>(Provider provider, Expression<Func<TConnexion, string, ConnexionRow>> row) =>
        Expression.Lambda<Func<TConnexion, ConnexionRow>>(
            ReplacingExpressionVisitor.Replace(row.Parameters[1], Expression.Constant(provider.Code), row.Body), row.Parameters[0]);
}

/// <summary>Where the rows of one provider's table are taken from.</summary>
internal abstract class ConnexionSource
{
    public abstract IQueryable<TConnexion> Rows<TConnexion>() where TConnexion : Connexion;
}

/// <summary>What the context's filters let pass.</summary>
internal sealed class OwnSource(ConnexionsDbContext db) : ConnexionSource
{
    public override IQueryable<TConnexion> Rows<TConnexion>() => db.Set<TConnexion>().AsNoTracking();
}

/// <summary>What the scope may read across organisations.</summary>
internal sealed class AcrossSource(ConnexionsDbContext db) : ConnexionSource
{
    public override IQueryable<TConnexion> Rows<TConnexion>() => db.Across<TConnexion>();
}
