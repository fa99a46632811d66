using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Shared;
using Microsoft.Extensions.Localization;
using Radzen;
using Radzen.Blazor;

namespace Connexions.Web.Features.Support;

/// <summary>The list of all organisations' connexions: filtered on demand, sorted and paged by the database.</summary>
public sealed partial class SupportList(
    SearchConnexions search, SupportSittings sittings, LastSearch last, IStringLocalizer<StateChip> states)
{
    private static readonly Dictionary<string, ConnexionSort> Sorts = new(StringComparer.Ordinal)
    {
        [nameof(FoundConnexion.Organisation)] = ConnexionSort.Organisation,
        [nameof(FoundConnexion.ClientName)] = ConnexionSort.Client,
        [nameof(FoundConnexion.Provider)] = ConnexionSort.Provider,
        [nameof(FoundConnexion.AccountEmail)] = ConnexionSort.Account,
        [nameof(FoundConnexion.State)] = ConnexionSort.State,
        [nameof(FoundConnexion.UpdatedAt)] = ConnexionSort.UpdatedAt,
    };

    /// <summary>Beside the states of the domain, for a list shows it in their place.</summary>
    private const string Frozen = "Frozen";

    private RadzenDataGrid<FoundConnexion>? grid;
    private SupportSitting? sitting;
    private FoundConnexions? found;
    private IReadOnlyList<Error> errors = [];
    private bool loading;
    private bool failed;
    private bool notFound;
    private int loads;

    // As typed; only a search takes them over.
    private string? text;
    private string? organisation;
    private ClientType? clientType;
    private string? provider;
    private string? shownState;

    private IStringLocalizer<StateChip> States => states;

    private string Count => found?.Total switch
    {
        null => "",
        0 => L["Count.None"],
        1 => L["Count.One"],
        var total => L["Count.Many", total],
    };

    protected override void OnInitialized()
    {
        if (Session.Actor is { Role: Role.Support } actor)
        {
            sitting = sittings.Find(actor);
            Show(last.Request);
        }
    }

    private void Show(SearchConnexionsRequest request) =>
        (text, organisation, clientType, provider, shownState) =
        (request.Text, request.Organisation, request.ClientType, request.Provider, request.IsFrozen ? Frozen : request.State?.ToString());

    private void BeginAsync()
    {
        errors = [];
        found = null;
        sitting = sittings.Find(Actor);
    }

    private void End()
    {
        (sitting, found, errors, failed) = (null, null, [], false);
        Show(last.Request);
    }

    private Task SearchAsync()
    {
        last.Request = new SearchConnexionsRequest
        {
            Text = text,
            Organisation = organisation,
            ClientType = clientType,
            Provider = provider,
            State = Enum.TryParse<ConnexionState>(shownState, out var state) ? state : null,
            IsFrozen = shownState == Frozen,
        };
        return grid!.FirstPage(forceReload: true);
    }

    private Task ResetAsync()
    {
        Show(new());
        return SearchAsync();
    }

    private Task ReloadAsync() => grid!.Reload();

    private async Task LoadAsync(LoadDataArgs args)
    {
        var left = Left;
        var mine = ++loads;
        loading = true;
        var sort = args.Sorts?.FirstOrDefault();
        var size = args.Top ?? SearchConnexionsRequest.DefaultPageSize;
        var request = last.Request with
        {
            Sort = Sorts.GetValueOrDefault(sort?.Property ?? ""),
            Descending = sort?.SortOrder == SortOrder.Descending,
            Page = ((args.Skip ?? 0) / size) + 1,
            PageSize = size,
        };
        try
        {
            var result = await RunAsync(ct => search.HandleAsync(Actor, request, ct));
            if (mine == loads)
            {
                Take(result);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left: nobody waits for the answer.
        }
    }

    private void Take(Result<FoundConnexions> result)
    {
        loading = false;
        errors = result.Errors;
        notFound = errors.Contains(Error.NotFound);
        // What was typed wrongly stands beside its field, and the list stays as it was.
        failed = errors.Any(error => error.Field is null);
        if (result.Succeeded)
        {
            found = result.Value;
        }
        else if (errors.Contains(SupportErrors.NoSitting))
        {
            sitting = null;
        }
    }
}
