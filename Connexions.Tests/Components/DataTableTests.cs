using AngleSharp.Dom;
using Bunit;
using Connexions.Tests.Support;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Forms;
using Connexions.Web.Shared.Tables;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Components;

/// <summary>What is chosen of a table's filters and order can be sent to somebody, and come back to.</summary>
public sealed class DataTableTests : ComponentTests
{
    private sealed record Agency(string Name, string State, int Calls);

    private static readonly Agency[] Agencies = [new("Évreux", "ok", 20), new("Ajaccio", "off", 3), new("Zicavo", "ok", 100)];

    public DataTableTests() => Services.AddSharedComponents();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Address_WithFilterAndOrder_IsWhatIsShown()
    {
        Navigation.NavigateTo("/?t-etat=ok&t-tri=-appels");

        var table = Show();

        Assert.Equal(["Zicavo", "Évreux"], Names(table));
        Assert.Equal("Lignes affichées\u00a0: 2 sur 3", table.Find("[role=status]").TextContent);
        Assert.Equal("descending", table.Find("thead th:last-child").GetAttribute("aria-sort"));
        Assert.Equal("none", table.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task Order_OfNames_IsTheReaders_AndStandsInTheAddress()
    {
        var table = Show();

        await table.Find(".sort").ClickAsync(new());
        Assert.Equal(["Ajaccio", "Évreux", "Zicavo"], Names(table));
        Assert.EndsWith("?t-tri=agence", Navigation.Uri, StringComparison.Ordinal);

        await table.Find(".sort").ClickAsync(new());
        Assert.Equal(["Zicavo", "Évreux", "Ajaccio"], Names(table));

        await table.Find(".sort").ClickAsync(new());
        Assert.Equal(["Évreux", "Ajaccio", "Zicavo"], Names(table));
        Assert.DoesNotContain("?", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selection_IsOfWhatIsInView()
    {
        var table = Show();
        Assert.Empty(table.FindAll("#do"));

        await table.Find("thead input").ChangeAsync(new() { Value = true });
        Assert.Equal("3", table.Find("#do").TextContent);

        Navigation.NavigateTo("/?t-etat=ok");
        table.WaitForAssertion(() => Assert.Equal("2", table.Find("#do").TextContent));
        Assert.Equal("Sélection\u00a0: 2 sur 2", table.Find("[role=status]").TextContent);

        Navigation.NavigateTo("/");
        table.WaitForAssertion(() => Assert.Equal(3, Names(table).Count));
        Assert.Equal("2", table.Find("#do").TextContent);
        Assert.Equal(["true", "false", "true"], table.FindAll("tbody tr").Select(row => row.GetAttribute("aria-selected")));
    }

    [Fact]
    public async Task Filters_ThatKeepNothing_CanBeTakenAway()
    {
        Navigation.NavigateTo("/?t-etat=gone&other=1");
        var table = Show();

        await table.Find(".empty button").ClickAsync(new());

        Assert.Equal(3, Names(table).Count);
        Assert.EndsWith("/?other=1", Navigation.Uri, StringComparison.Ordinal);
    }

    private static List<string> Names(IRenderedComponent<DataTable<Agency>> table) => [.. table.FindAll("tbody th").Select(cell => cell.Text())];

    private IRenderedComponent<DataTable<Agency>> Show() => Render<DataTable<Agency>>(parameters => parameters
        .Add(table => table.Label, "Agences")
        .Add(table => table.Name, "t")
        .Add(table => table.Rows, Agencies)
        .Add(table => table.Key, agency => agency.Name)
        .Add(table => table.NameOf, agency => agency.Name)
        .Add(table => table.Columns,
        [
            new("agence", "Agence", agency => builder => builder.AddContent(0, agency.Name), agency => agency.Name),
            new("appels", "Appels", agency => builder => builder.AddContent(0, agency.Calls), agency => agency.Calls, IsNumber: true),
        ])
        .Add(table => table.Filters,
            [new("etat", "État", [new Choice<string>("", "Tous"), new Choice<string>("ok", "En service")], (agency, state) => agency.State == state)])
        .Add(table => table.SelectionActions, rows => builder => builder.AddMarkupContent(0, $"<b id='do'>{rows.Count}</b>")));
}
