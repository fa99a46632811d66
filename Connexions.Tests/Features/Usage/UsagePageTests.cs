using System.Globalization;
using System.Security.Claims;
using Bunit;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Usage;
using Connexions.Web.Security;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Forms;
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

    [Theory]
    [InlineData(1200, 345, 2, 0, "1545", "1200 en entrée, 345 en sortie, d’après les réponses")]
    [InlineData(1200, 345, 2, 3, "1545", "1200 en entrée, 345 en sortie, d’après les réponsesAppels dont la réponse ne le dit pas\u00A0: 3")]
    [InlineData(0, 0, 0, 3, "non indiqué", "Appels dont la réponse ne le dit pas\u00A0: 3")]
    public async Task Page_OfTokens_SaysWhatWasTold_AndThatTheRestWasNot(int input, int output, int told, int untold, string figure, string hints)
    {
        var counts = new UsageCounts { Calls = told + untold, InputTokens = input, OutputTokens = output, TokensTold = told, TokensUntold = untold };
        await Given.UsageAsync(Lyon, OpenAi, counts);

        var page = await OpenAsync(Manager);

        page.WaitForElement("#chiffres");
        Assert.Equal(figure, Plain(page.Find("[data-figure=Tokens] dt + dd").TextContent));
        Assert.Equal(hints, Plain(string.Concat(page.FindAll("[data-figure=Tokens] .cx-hint").Select(hint => hint.TextContent))));
        var days = page.FindAll("#evolution tbody tr");
        Assert.Equal(("0", figure), (Plain(days[0].LastElementChild!.TextContent), Plain(days[^1].LastElementChild!.TextContent)));
        Assert.Equal(figure, Plain(page.Find("#cles [data-label='Tokens (IA)']").TextContent));

        // Figures have a narrow space between thousands.
        static string Plain(string text) => text.Replace("\u202F", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_OfTokens_HasTheirColumns_EmptyWhereNothingWasTold()
    {
        await Given.UsageAsync(Lyon, OpenAi, new() { Calls = 1, TokensUntold = 1 });
        await Given.UsageAsync(Lyon, OpenAi, new() { Calls = 1, InputTokens = 12, OutputTokens = 34, TokensTold = 1 }, at: Now.AddHours(-1));
        context.Services.AddLogging().AddLocalization();
        var view = (await Database.Get<GetUsage>().HandleAsync(Manager, UsagePeriod.Day, null, default)).Require();

        var rows = System.Text.Encoding.UTF8.GetString(UsageCsv.Write(view, context.Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<UsagePage>>()))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => string.Join(';', row.TrimEnd('\r').Split(';')[^3..])).ToList();

        Assert.Equal("\"Tokens (IA) en entrée\";\"Tokens (IA) en sortie\";\"Appels sans indication de tokens\"", rows[0]);
        Assert.Equal(["\"0\";\"0\";\"0\"", "\"12\";\"34\";\"0\"", "\"\";\"\";\"1\""], rows[^3..]);
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

        await page.InvokeAsync(() => page.FindComponent<Select<UsagePeriod>>().Instance.ValueChanged.InvokeAsync(UsagePeriod.Month));

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
        Assert.Equal((period, provider), ($"{page.FindComponent<Select<UsagePeriod>>().Instance.Value}", page.FindComponent<Select<string>>().Instance.Value));
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
