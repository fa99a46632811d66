using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Support;

/// <summary>One connexion as support sees it: everything but the key.</summary>
/// <param name="Values">The provider's fields that are no secret.</param>
public sealed record OpenedConnexion(FoundConnexion Found, IReadOnlyDictionary<FieldKind, string?> Values)
{
    /// <summary>What is in effect for that client there, and why.</summary>
    public required EffectiveView Effective { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; null when there never was a key.</summary>
    public DateTime? KeyChangedAt { get; init; }

    /// <summary>UTC; null when the application does not try the key by itself.</summary>
    public DateTime? NextCheckAt { get; init; }

    /// <summary>Whose account the key opens, as the provider tells it; null where it told nothing. Without the provider's own id.</summary>
    public ProviderAccount? AccountNamed { get; init; }

    /// <summary>How much of it was used of late.</summary>
    public required AuditedUse Use { get; init; }

    /// <summary>Who changed it last; null when it was the application, or the account is gone.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>
/// Support opens one connexion, by the two parts of its address. The organisation concerned finds it in its journal,
/// each time.
/// </summary>
public sealed class OpenConnexion(UnitsOfWork unitsOfWork, SupportSittings sittings, KeyRing ring)
{
    public Task<Result<OpenedConnexion>> HandleAsync(Actor actor, string? providerCode, string? id, CancellationToken cancellationToken) =>
        Deadlocks.RepeatAsync(() => OpenAsync(actor, providerCode, id, cancellationToken));

    private async Task<Result<OpenedConnexion>> OpenAsync(Actor actor, string? providerCode, string? id, CancellationToken cancellationToken)
    {
        var sitting = sittings.Find(actor);
        var begun = await unitsOfWork.BeginAsync(actor, Operation.AuditConnexions, client: null, cancellationToken, sitting?.Reason);
        if (!begun.Succeeded)
        {
            return Result<OpenedConnexion>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        if (sitting is null)
        {
            return SupportErrors.NoSitting;
        }

        if (ProviderCatalogue.Find(providerCode) is not { } provider || !Guid.TryParse(id, out var connexionId))
        {
            return Error.NotFound;
        }

        if (await AuditedConnexions.FindAsync(work.Db, provider, connexionId, cancellationToken) is not { } found)
        {
            return Error.NotFound;
        }

        var detail = await AuditedConnexions.Details(work.Db, provider).SingleAsync(row => row.Id == connexionId, cancellationToken);
        var client = new ClientRef(found.Row.ClientType, found.Row.ClientId);
        var facts = await SharingReads.FactsOfAsync(work.Db, provider, found.Row.OrganisationId, client, work.Now, cancellationToken);
        var use = await AuditedUse.ReadAsync(work.Db, found, work.Now, cancellationToken);
        Record(work, found, sitting.Reason);
        if (!await work.CommitAsync(cancellationToken))
        {
            return DatabaseErrors.Busy;
        }

        var values = AuditedConnexions.Kinds(provider).Zip(detail.Values).ToDictionary(pair => pair.First, pair => pair.Second);
        return new OpenedConnexion(SearchConnexions.Show(found, ring), values)
        {
            Effective = EffectiveView.From(provider, facts, ring, Reader.Of(actor.Role, Ownership.Foreign)),
            Use = use,
            CreatedAt = detail.CreatedAt,
            KeyChangedAt = detail.KeyChangedAt,
            NextCheckAt = detail.NextCheckAt,
            AccountNamed = detail is { NamedEmail: null, NamedName: null } ? null : new ProviderAccount(null, detail.NamedEmail, detail.NamedName),
            UpdatedBy = detail.UpdatedBy,
        };
    }

    private static void Record(UnitOfWork work, NamedConnexion found, string reason)
    {
        work.Record(new AuditFacts(found.Row.OrganisationId, AuditAction.SupportOpened)
        {
            Client = new ClientRef(found.Row.ClientType, found.Row.ClientId),
            Provider = found.Row.Provider,
            ConnexionId = found.Row.Id,
            Reason = reason,
        });

        // The platform's own journal, where support finds its own looks again.
        work.Record(new AuditFacts(Organisation.Platform, AuditAction.SupportOpened)
        {
            Provider = found.Row.Provider,
            Reason = reason,
            Subject = found.Client,
        });
    }
}
