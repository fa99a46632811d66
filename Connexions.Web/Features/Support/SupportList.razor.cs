using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Shared.Forms;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Connexions.Web.Features.Support;

/// <summary>The list of all organisations' connexions: filtered on demand, sorted and paged as it is looked through.</summary>
public sealed partial class SupportList(
    SearchConnexions search, SupportSittings sittings, LastSearch last, IStringLocalizer<SituationTexts> states)
{
    private static readonly Dictionary<string, ConnexionSort> Sorts = new(StringComparer.Ordinal)
    {
        [nameof(FoundConnexion.Organisation)] = ConnexionSort.Organisation,
        [nameof(FoundConnexion.ClientName)] = ConnexionSort.Client,
        [nameof(FoundConnexion.Provider)] = ConnexionSort.Provider,
        [nameof(FoundConnexion.Account)] = ConnexionSort.Account,
        [nameof(FoundConnexion.State)] = ConnexionSort.State,
        [nameof(FoundConnexion.UpdatedAt)] = ConnexionSort.UpdatedAt,
    };

    /// <summary>Beside the states of the domain, for a list shows it in their place.</summary>
    private const string Frozen = "Frozen";

    private MudDataGrid<FoundConnexion>? grid;
    private SupportSitting? sitting;
    private FoundConnexions? found;
    private IReadOnlyList<Error> errors = [];
    private bool failed;
    private bool notFound;
    private int loads;

    // As typed; only a search takes them over.
    private string? text;
    private string? organisation;
    private string clientType = "";
    private string provider = "";
    private string shownState = "";

    private IStringLocalizer<SituationTexts> States => states;

    private IReadOnlyList<Choice<string>> Types => WithAll(Enum.GetValues<ClientType>().Select(type => new Choice<string>(type.ToString(), L[$"ClientType.{type}"])));

    private IReadOnlyList<Choice<string>> Providers => WithAll(ProviderCatalogue.All.Select(one => new Choice<string>(one.Code, one.Name)));

    private IReadOnlyList<Choice<string>> Shown => WithAll(
    [
        .. Enum.GetValues<ConnexionState>().Where(one => one != ConnexionState.Missing).Select(one => new Choice<string>(one.ToString(), States[$"State.{one}"])),
        new(Frozen, States["State.Suspended"]),
    ]);

    private string Count => found?.Total switch
    {
        null => "",
        var total when found.Limit == SearchLimit.Clients => L["Count.Clients", FindConnexions.MostClients(last.Request), total],
        _ when found.Limit == SearchLimit.Latest => L["Count.Latest", FindConnexions.Most],
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
        (request.Text, request.Organisation, request.ClientType?.ToString() ?? "", request.Provider ?? "", request.IsFrozen ? Frozen : request.State?.ToString() ?? "");

    private List<Choice<string>> WithAll(IEnumerable<Choice<string>> choices) => [new("", L["All"]), .. choices];

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
            ClientType = Enum.TryParse<ClientType>(clientType, out var type) ? type : null,
            Provider = provider.Length == 0 ? null : provider,
            State = Enum.TryParse<ConnexionState>(shownState, out var state) ? state : null,
            IsFrozen = shownState == Frozen,
        };
        if (grid!.CurrentPage == 0)
        {
            return grid.ReloadServerData();
        }

        // Which asks for the rows of the page it goes to.
        grid.NavigateTo(Page.First);
        return Task.CompletedTask;
    }

    private Task ResetAsync()
    {
        Show(new());
        return SearchAsync();
    }

    private Task ReloadAsync() => grid!.ReloadServerData();

    private async Task<GridData<FoundConnexion>> LoadAsync(GridState<FoundConnexion> state, CancellationToken cancellationToken)
    {
        var left = Left;
        var mine = ++loads;
        var sort = state.SortDefinitions.FirstOrDefault();
        var request = last.Request with
        {
            Sort = Sorts.GetValueOrDefault(sort?.SortBy ?? ""),
            Descending = sort?.Descending ?? false,
            Page = state.Page + 1,
            PageSize = state.PageSize,
        };
        try
        {
            var result = await RunAsync(ct => search.HandleAsync(Actor, request, ct));
            if (mine == loads)
            {
                Take(result);
                // The count stands beside the grid, which draws only itself.
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left: nobody waits for the answer.
        }

        return new() { Items = found?.Rows ?? [], TotalItems = found?.Total ?? 0 };
    }

    private void Take(Result<FoundConnexions> result)
    {
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
