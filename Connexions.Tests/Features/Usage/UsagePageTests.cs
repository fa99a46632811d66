using System.Globalization;
using System.Security.Claims;
using Bunit;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Connexions.Web.Security;
using Connexions.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Usage;

public sealed class UsagePageTests : UsageTestBase
{
    private readonly (CultureInfo Ui, CultureInfo Formats) before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
    private readonly BunitContext context = new();

    // Here and not below: what an asynchronous method sets ends with it.
    public UsagePageTests() => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");

    public override async Task DisposeAsync()
    {
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        await context.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Page_WithoutAnyUse_LeadsToTokensAndToPluggingIn()
    {
        var page = await OpenAsync(Manager);

        page.WaitForAssertion(() => Assert.Equal(["/jetons", "/brancher"], page.FindAll(".empty a").Select(link => link.GetAttribute("href"))));
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task Page_OfAnAgency_ShowsTheSameFiguresAsATable_AndNobodyElses()
    {
        await BorrowAsync(Lyon, new() { Calls = 5, Emails = 4, Refused = 3, Errors = 1 });

        var page = await OpenAsync(Manager);

        page.WaitForElement("#chiffres");
        Assert.Equal(["5", "4", "3", "1"], page.FindAll("[data-figure] dt + dd").Select(figure => figure.TextContent));
        Assert.Equal(["5", "4", "3", "1"], page.FindAll("#evolution tbody tr")[^1].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal(7, page.FindAll("#evolution tbody tr").Count);
        Assert.Contains("clé de Réseau Lumière", page.Find("#cles [data-key=Network]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#agences"));
    }

    [Fact]
    public async Task Page_OfAnAgency_ShowsWhatIsLeftOfItsLimits_AndNothingOfTheOthersUse()
    {
        var quota = new SharingQuota { CallsPerAgency = 5, EmailsPerAgency = 200, CallsForAll = 1000 };
        await Given.PolicyAsync(Network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
        await BorrowAsync(Lyon, new() { Calls = 5, Emails = 4 });
        await BorrowAsync(await Given.AgencyAsync(Network, "Lumière Nantes"), new() { Calls = 321 });

        var page = await OpenAsync(Manager);

        var limits = page.WaitForElement("#limites");
        Assert.Equal(
            ["Brevo\u00a0: 5 appels sur 5 (limite atteinte jusqu’à minuit, heure de Paris)", "Brevo\u00a0: 4 e-mails sur 200"],
            limits.QuerySelectorAll("[data-limit]").Select(line => line.TextContent.Trim()));
        Assert.Contains("1\u202f000 appels pour toutes les agences ensemble", limits.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("32", limits.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfADirector_ShowsEachAgencyAndWhatIsLeftOfItsLimitToday()
    {
        var quota = new SharingQuota { CallsPerAgency = 50, EmailsPerAgency = 200 };
        await Given.PolicyAsync(Network, Brevo, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
        await BorrowAsync(Lyon, new() { Calls = 5, Emails = 4 });

        var page = await OpenAsync(Director);

        page.WaitForElement("#agences");
        Assert.Equal(
            ["Brevo\u00a0: 5 appels sur 50", "Brevo\u00a0: 4 e-mails sur 200"],
            page.FindAll("[data-agency='Lumière Lyon'] td div").Select(line => line.TextContent.Trim()));
    }

    [Fact]
    public async Task Page_OfAnotherPeriod_IsReadAgain()
    {
        await BorrowAsync(Lyon, new() { Calls = 5 }, Now.AddDays(-20));
        var page = await OpenAsync(Manager);
        page.WaitForElement(".empty");

        page.Find("#periode").Change(nameof(UsagePeriod.Month));

        page.WaitForAssertion(() => Assert.Equal("5", page.Find("[data-figure=Calls] dt + dd").TextContent));
        Assert.Equal(30, page.FindAll("#evolution tbody tr").Count);
        Assert.EndsWith("?periode=Month", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("periode=Month&fournisseur=brevo", "Month", "brevo", "5")]
    [InlineData("fournisseur=zoho&periode=Month", "Month", "zoho", null)]
    [InlineData("periode=99&fournisseur=inconnu", "Week", "", null)]
    public async Task Page_OfAnAddress_ShowsWhatItNames(string query, string period, string provider, string? calls)
    {
        await BorrowAsync(Lyon, new() { Calls = 5 }, Now.AddDays(-20));

        var page = await OpenAsync(Manager, query);

        page.WaitForElement(calls is null ? ".empty" : "#chiffres");
        Assert.Equal((period, provider), (page.Find("#periode").GetAttribute("value"), page.Find("#fournisseur").GetAttribute("value")));
        Assert.Equal(calls, page.FindAll("[data-figure=Calls] dt + dd").SingleOrDefault()?.TextContent);
    }

    private async Task<IRenderedComponent<UsagePage>> OpenAsync(Actor actor, string query = "")
    {
        var session = new CurrentSession(Database.Contexts, Database.Get<LiveSessions>());
        await session.StartAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, actor.PersonId.ToString()), new Claim(CurrentSession.Claim, actor.SessionId.ToString())])),
            actor.MembershipId,
            Origin.Unknown);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddLogging().AddLocalization().AddSharedComponents();
        context.Services.AddSingleton<TimeProvider>(Database.Clock).AddSingleton(Database.UnitsOfWork).AddUsage().AddSingleton(Database.Get<KeyRing>()).AddSingleton(session);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/utilisation?{query}");
        return context.Render<UsagePage>();
    }
}
