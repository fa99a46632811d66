using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Connexions.Web.Shared.Tables;

/// <summary>For the rows of one page. What is searched in a database by its own pages is another matter.</summary>
public sealed partial class DataTable<T>
{
    private const string Order = "tri";

    private readonly HashSet<object> chosen = [];

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Before the codes of its filters, where a page has several tables.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<T> Rows { get; set; } = [];

    /// <summary>What tells a row from another, whatever else changes of it.</summary>
    [Parameter, EditorRequired]
    public Func<T, object> Key { get; set; } = null!;

    /// <summary>What a row is called by.</summary>
    [Parameter, EditorRequired]
    public Func<T, string> NameOf { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<TableColumn<T>> Columns { get; set; } = [];

    [Parameter]
    public IReadOnlyList<TableFilter<T>> Filters { get; set; } = [];

    /// <summary>What can be done with the chosen rows, of which some are in view; without it none is chosen.</summary>
    [Parameter]
    public RenderFragment<IReadOnlyList<T>>? SelectionActions { get; set; }

    private List<T> Shown
    {
        get
        {
            var rows = Rows.Where(row => Filters.All(filter => Asked(filter.Code) is not { Length: > 0 } value || filter.Keeps(row, value)));
            var order = Asked(Order);
            return Columns.FirstOrDefault(column => column.Code == order.TrimStart('-')) is { Sort: { } sort }
                ? [.. order.StartsWith('-') ? rows.OrderByDescending(sort, Comparer) : rows.OrderBy(sort, Comparer)]
                : [.. rows];
        }
    }

    private static Comparer<IComparable?> Comparer { get; } = Comparer<IComparable?>.Create((one, other) =>
        (one, other) is (string text, string another) ? CultureInfo.CurrentCulture.CompareInfo.Compare(text, another, CompareOptions.IgnoreCase) : Comparer<IComparable?>.Default.Compare(one, other));

    private string Count
    {
        get
        {
            var shown = Shown;
            var picked = shown.Count(row => chosen.Contains(Key(row)));
            return picked > 0 ? L["Chosen", picked, shown.Count] : shown.Count == Rows.Count ? L[shown.Count == 1 ? "One" : "Many", shown.Count] : L["Some", shown.Count, Rows.Count];
        }
    }

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnMoved;
        base.Dispose(disposing);
    }

    protected override void OnInitialized() => Navigation.LocationChanged += OnMoved;

    // Back and forth go through what was looked at: what is out of view is not chosen any more.
    private void OnMoved(object? sender, LocationChangedEventArgs moved) => Dispatch(() =>
    {
        chosen.IntersectWith(Shown.Select(Key));
        StateHasChanged();
        return Task.CompletedTask;
    });

    private string Parameter(string code) => $"{Name}-{code}";

    private string Asked(string code) =>
        QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).TryGetValue(Parameter(code), out var value) ? value.ToString() : "";

    private void Go(string code, string value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(Parameter(code), value.Length > 0 ? value : null));

    private void Widen() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
        Filters.ToDictionary(filter => Parameter(filter.Code), object? (_) => null, StringComparer.Ordinal)));

    private string? SortOf(TableColumn<T> column) => column.Sort is null ? null
        : Asked(Order) == column.Code ? "ascending"
        : Asked(Order) == $"-{column.Code}" ? "descending"
        : "none";

    private void Turn(TableColumn<T> column) => Go(Order, SortOf(column) switch { "ascending" => $"-{column.Code}", "descending" => "", _ => column.Code });

    private void Choose(T row, bool isChosen)
    {
        if (isChosen)
        {
            chosen.Add(Key(row));
        }
        else
        {
            chosen.Remove(Key(row));
        }
    }

    private void ChooseAll(bool areChosen)
    {
        foreach (var row in Shown)
        {
            Choose(row, areChosen);
        }
    }
}
