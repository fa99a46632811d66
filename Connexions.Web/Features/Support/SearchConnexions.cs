using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Search;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Support;

public enum ConnexionSort
{
    Organisation,
    Client,
    ClientType,
    Provider,
    Account,
    State,
    UpdatedAt,
}

/// <summary>What to look for; null and empty mean "all".</summary>
public sealed record SearchConnexionsRequest
{
    public const int DefaultPageSize = 25;

    public const int MaxPageSize = 100;

    /// <summary>Words, each of which stands in the client's name, its organisation's or one of its accounts'; those of one or two letters begin a word there.</summary>
    public string? Text { get; init; }

    /// <summary>A part of the organisation's name.</summary>
    public string? Organisation { get; init; }

    public ClientType? ClientType { get; init; }

    /// <summary>The provider's code.</summary>
    public string? Provider { get; init; }

    /// <summary>As the list shows it: what is suspended shows that instead, and is found by <see cref="IsFrozen"/>.</summary>
    public ConnexionState? State { get; init; }

    /// <summary>Only what its owner suspended, whatever its state.</summary>
    public bool IsFrozen { get; init; }

    public ConnexionSort Sort { get; init; }

    public bool Descending { get; init; }

    /// <summary>Counts from 1; beyond the last one, the last one is meant.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = DefaultPageSize;

    // A record prints its members, and somebody may have typed a key there.
    public override string ToString() => nameof(SearchConnexionsRequest);
}

/// <summary>One line of the list: masked.</summary>
public sealed record FoundConnexion(
    Provider Provider, Guid Id, Guid OrganisationId, string Organisation, ClientRef Client, string ClientName, ConnexionState State)
{
    /// <summary>What is known of the key, and since when.</summary>
    public required KeyFacts Facts { get; init; }

    /// <summary>Whose account it is; null where nobody says.</summary>
    public AccountIdentity? Account { get; init; }

    /// <summary>The last characters of the key, four at most; null without a key.</summary>
    public string? KeySuffix { get; init; }

    public bool HasKey { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }
}

/// <param name="Total">As far as was looked.</param>
public sealed record FoundConnexions(IReadOnlyList<FoundConnexion> Rows, int Total, int Page, SearchLimit Limit);

/// <summary>
/// Support looks through the connexions of all organisations, a page at a time: those of the clients that are found. Every organisation with a row on the
/// page finds it in its journal, once for each sitting, in the transaction that read the page.
/// </summary>
public sealed class SearchConnexions(UnitsOfWork unitsOfWork, SupportSittings sittings, KeyRing ring)
{
    public async Task<Result<FoundConnexions>> HandleAsync(Actor actor, SearchConnexionsRequest request, CancellationToken cancellationToken)
    {
        var sitting = sittings.Find(actor);
        return sitting is null
            ? await SearchAsync(actor, request, sitting: null, cancellationToken)
            : await sitting.InTurnAsync(() => Deadlocks.RepeatAsync(() => SearchAsync(actor, request, sitting, cancellationToken)));
    }

    private async Task<Result<FoundConnexions>> SearchAsync(
        Actor actor, SearchConnexionsRequest request, SupportSitting? sitting, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.AuditConnexions, client: null, cancellationToken, sitting?.Reason);
        if (!begun.Succeeded)
        {
            return Result<FoundConnexions>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        if (sitting is null)
        {
            return SupportErrors.NoSitting;
        }

        var text = PlainText.Optional(request.Text, nameof(request.Text), PlainText.SearchMaxLength);
        var organisation = PlainText.Optional(request.Organisation, nameof(request.Organisation), PlainText.SearchMaxLength);
        if (!text.Succeeded || !organisation.Succeeded)
        {
            return Result<FoundConnexions>.Failure([.. text.Errors, .. organisation.Errors]);
        }

        var query = SearchQuery.For(text.Value) with { Organisation = FoldedText.Fold(organisation.Value), Type = request.ClientType };
        var page = await PageAsync(work.Db, request, query, cancellationToken);

        // The platform's own journal is among them: there, support finds its own looks again.
        var journals = page.Rows.Count == 0 ? [] : sitting.Unrecorded([.. page.Rows.Select(row => row.OrganisationId), Organisation.Platform]);
        foreach (var journal in journals)
        {
            work.Record(new AuditFacts(journal, AuditAction.SupportListed) { Reason = sitting.Reason });
        }

        // Nothing is shown that could not be recorded.
        if (!await work.CommitAsync(cancellationToken))
        {
            return DatabaseErrors.Busy;
        }

        sitting.MarkRecorded(journals);
        return page;
    }

    private async Task<FoundConnexions> PageAsync(ConnexionsDbContext db, SearchConnexionsRequest request, SearchQuery query, CancellationToken cancellationToken)
    {
        var (found, limit) = await FindConnexions.RowsAsync(db, ring, request, query, cancellationToken);
        var rows = Sort(await AuditedConnexions.NameAsync(db, found, cancellationToken), request.Sort, request.Descending);
        var size = Math.Clamp(request.PageSize, 1, SearchConnexionsRequest.MaxPageSize);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (found.Count + size - 1) / size));
        return new FoundConnexions([.. rows.Skip((page - 1) * size).Take(size).Select(row => Show(row, ring))], found.Count, page, limit);
    }

    private IEnumerable<NamedConnexion> Sort(IReadOnlyList<NamedConnexion> rows, ConnexionSort sort, bool descending)
    {
        var sorted = sort switch
        {
            ConnexionSort.Client => By(row => row.ClientFolded, StringComparer.Ordinal),
            ConnexionSort.ClientType => By(row => row.Row.ClientType),
            ConnexionSort.Provider => By(row => row.Row.Provider, StringComparer.Ordinal),
            ConnexionSort.Account => By(row => row.Row.SearchText, StringComparer.Ordinal),
            ConnexionSort.State => By(row => ring.StateOf(row.Row)),
            ConnexionSort.UpdatedAt => By(row => row.Row.UpdatedAt),
            _ => By(row => row.OrganisationFolded, StringComparer.Ordinal),
        };

        // The id only parts namesakes.
        return sorted.ThenBy(row => row.OrganisationFolded, StringComparer.Ordinal).ThenBy(row => row.ClientFolded, StringComparer.Ordinal)
            .ThenBy(row => row.Row.Provider, StringComparer.Ordinal).ThenBy(row => row.Row.Id);

        IOrderedEnumerable<NamedConnexion> By<TKey>(Func<NamedConnexion, TKey> key, IComparer<TKey>? comparer = null) =>
            descending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);
    }

    internal static FoundConnexion Show(NamedConnexion found, KeyRing ring) => new(
        ProviderCatalogue.Find(found.Row.Provider)!, found.Row.Id, found.Row.OrganisationId, found.Organisation,
        new ClientRef(found.Row.ClientType, found.Row.ClientId), found.Client, ring.StateOf(found.Row))
    {
        Facts = ring.FactsOf(found.Row),
        Account = found.Row.Account,
        KeySuffix = found.Row.KeySuffix,
        HasKey = found.Row.RingKeyId is not null,
        UpdatedAt = found.Row.UpdatedAt,
    };
}
