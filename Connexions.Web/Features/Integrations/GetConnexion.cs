using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Integrations;

/// <summary>One connexion as its editor shows it: everything but the key.</summary>
public sealed record ConnexionView(Provider Provider, ConnexionState State, IReadOnlyDictionary<FieldKind, string?> Values)
{
    /// <summary>Null while the client has no connexion at this provider.</summary>
    public Guid? Version { get; init; }

    public bool HasKey { get; init; }

    public string? KeySuffix { get; init; }

    /// <summary>What is known of the key, and since when.</summary>
    public KeyFacts Facts { get; init; } = new(State);

    /// <summary>Whose account the key opens, as the provider tells it; null where it told nothing. Without the provider's own id.</summary>
    public ProviderAccount? AccountNamed { get; init; }

    /// <summary>Whose account it is, with what was typed beside it where that is another; null where nobody says.</summary>
    public AccountIdentity? Account { get; init; }

    /// <summary>The key before, which can be put back; null where none is kept.</summary>
    public KeyBefore? KeyBefore { get; init; }

    public bool IsSetAside { get; init; }

    public DateTime? FrozenAt { get; init; }

    public string? FrozenReason { get; init; }

    public DateTime? UpdatedAt { get; init; }

    /// <summary>Null when it was the application itself.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>The connexion of the client one works for at one provider, by the provider's code.</summary>
public sealed class GetConnexion(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<ConnexionView>> HandleAsync(Actor actor, string? providerCode, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(providerCode) is not { } provider)
        {
            return Error.NotFound;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<ConnexionView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var connexion = await FindAsync(work.Db, provider, cancellationToken);
        return await ViewAsync(work.Db, ring, provider, connexion, work.Now, cancellationToken);
    }

    /// <summary>At most one passes the filter: the client's.</summary>
    internal static Task<Connexion?> FindAsync(ConnexionsDbContext db, Provider provider, CancellationToken cancellationToken) =>
        db.ConnexionsOf(provider).SingleOrDefaultAsync(cancellationToken);

    internal static AccountIdentity? IdentityOf(Connexion connexion) => AccountIdentity.Of(
        connexion.ProviderAccountName, connexion.ProviderAccountEmail, connexion.Get(FieldKind.AccountName), connexion.AccountEmail);

    internal static async Task<ConnexionView> ViewAsync(
        ConnexionsDbContext db, KeyRing ring, Provider provider, Connexion? connexion, DateTime now, CancellationToken cancellationToken)
    {
        var kinds = provider.Fields.Select(field => field.Kind).Where(kind => kind != FieldKind.ApiKey);
        if (connexion is null)
        {
            return new ConnexionView(provider, ConnexionState.Missing, kinds.ToDictionary(kind => kind, _ => (string?)null));
        }

        var person = await db.Set<Person>().Where(row => row.Id == connexion.UpdatedBy).Select(row => row.DisplayName).FirstOrDefaultAsync(cancellationToken);
        return new ConnexionView(provider, ring.StateOf(connexion), kinds.ToDictionary(kind => kind, connexion.Get))
        {
            Version = connexion.Version,
            HasKey = connexion.Secret is not null,
            KeySuffix = connexion.ApiKeySuffix,
            Facts = ring.FactsOf(connexion),
            AccountNamed = connexion is { ProviderAccountEmail: null, ProviderAccountName: null }
                ? null
                : new ProviderAccount(null, connexion.ProviderAccountEmail, connexion.ProviderAccountName),
            Account = IdentityOf(connexion),
            KeyBefore = connexion.KeptAt(now),
            IsSetAside = connexion.SetAsideAt is not null,
            FrozenAt = connexion.FrozenAt,
            FrozenReason = connexion.FrozenReason,
            UpdatedAt = connexion.UpdatedAt,
            UpdatedBy = person,
        };
    }
}
