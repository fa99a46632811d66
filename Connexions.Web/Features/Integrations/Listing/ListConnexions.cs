using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Integrations.Listing;

/// <summary>What a client has at one provider; <see cref="ConnexionState.Missing"/> when nothing.</summary>
public sealed record ConnexionCard(Provider Provider, ConnexionState State)
{
    /// <summary>What is known of the key, and since when.</summary>
    public KeyFacts Facts { get; init; } = new(State);

    /// <summary>Whose account it is; null where nobody says.</summary>
    public AccountIdentity? Account { get; init; }

    public string? AccountEmail { get; init; }

    public string? AccountName { get; init; }

    public string? KeySuffix { get; init; }

    public bool HasKey { get; init; }

    public DateTime? UpdatedAt { get; init; }

    /// <summary>Null when it was the application itself.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>One card per provider, for the client one works for: in one query.</summary>
public sealed class ListConnexions(UnitsOfWork unitsOfWork, KeyRing ring)
{
    public async Task<Result<IReadOnlyList<ConnexionCard>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyList<ConnexionCard>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var people = work.Db.Set<Person>();
        var rows = await ConnexionRows.Own(work.Db)
            .Select(row => new { Row = row, Person = people.Where(person => person.Id == row.UpdatedBy).Select(person => person.DisplayName).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        var found = rows.ToDictionary(row => row.Row.Provider);
        return ProviderCatalogue.All
            .Select(provider => found.GetValueOrDefault(provider.Code) is { } it
                ? new ConnexionCard(provider, ring.StateOf(it.Row))
                {
                    Facts = ring.FactsOf(it.Row),
                    Account = it.Row.Account,
                    AccountEmail = it.Row.AccountEmail,
                    AccountName = it.Row.AccountName,
                    KeySuffix = it.Row.KeySuffix,
                    HasKey = it.Row.RingKeyId is not null,
                    UpdatedAt = it.Row.UpdatedAt,
                    UpdatedBy = it.Person,
                }
                : new ConnexionCard(provider, ConnexionState.Missing))
            .ToList();
    }
}
