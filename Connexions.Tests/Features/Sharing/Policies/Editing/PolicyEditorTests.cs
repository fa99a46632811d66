using System.Globalization;
using System.Security.Claims;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Bunit;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Editing;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Features.Usage;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Connexions.Web.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.Policies.Editing;

/// <summary>The form of a policy, on the real handlers: what it shows, keeps and refuses.</summary>
public sealed class PolicyEditorTests : SharingTestBase
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly BunitContext page = new();

    // Here rather than where the page is opened: what an asynchronous method sets is gone when it returns.
    public PolicyEditorTests() => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");

    [Fact]
    public async Task Uses_OfTheProvider_AreAllTicked_AndTheContactsSaidToBeEverybodys()
    {
        await SaveAsync(Draft(SharedWithAll));

        var editor = await OpenAsync();

        Assert.Equal(["Emails", "Newsletters", "Contacts"], editor.FindAll("[data-purpose]").Select(box => box.GetAttribute("data-purpose")));
        Assert.All(editor.FindAll("[data-purpose]"), box => Assert.True(box.IsChecked()));
        Assert.Contains("tous les contacts du compte partagé", editor.Find(".purposes").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneUseUnticked_IsSavedWithoutIt_AndTickedAgainIsEverythingToCome()
    {
        await SaveAsync(Draft(SharedWithAll));
        var editor = await OpenAsync();

        await TickAsync(editor, Purposes.Newsletters, false);
        await SaveAsync(editor, "ChangesPurposes", "usage retiré\u00a0: newsletters");
        Assert.Equal(Purposes.Emails | Purposes.Contacts, (await PolicyAsync()).Terms.Purposes);

        await TickAsync(editor, Purposes.Newsletters, true);
        await SaveAsync(editor, "ChangesPurposes", "usage ajouté\u00a0: newsletters");
        Assert.Equal(Purposes.All, (await PolicyAsync()).Terms.Purposes);
    }

    [Fact]
    public async Task NoUseTicked_IsRefusedBesideTheUses()
    {
        await SaveAsync(Draft(SharedWithAll));
        var editor = await OpenAsync();
        foreach (var purpose in new[] { Purposes.Emails, Purposes.Newsletters, Purposes.Contacts })
        {
            await TickAsync(editor, purpose, false);
        }

        await ReviewAsync(editor);

        editor.WaitForAssertion(() => Assert.Contains("Cochez au moins un usage", editor.Find("#usages-erreurs").TextContent, StringComparison.Ordinal));
        Assert.All(editor.FindAll("[data-purpose]"), box => Assert.False(box.IsChecked()));
    }

    [Fact]
    public async Task Limits_ThatCannotBe_AreRefusedBesideThem_AndNothingTypedIsLost()
    {
        await SaveAsync(Draft(SharedWithAll));
        var editor = await OpenAsync();
        await LimitAsync(editor, nameof(SharingQuota.CallsPerAgency), "beaucoup");
        await LimitAsync(editor, nameof(SharingQuota.EmailsPerAgency), "300");
        await LimitAsync(editor, nameof(SharingQuota.EmailsForAll), "200");

        await ReviewAsync(editor);

        editor.WaitForAssertion(() => Assert.Contains("nombre entier", editor.Find("#limite-CallsPerAgency-errors").TextContent, StringComparison.Ordinal));
        Assert.Contains("elle ne serait jamais atteinte", editor.Find("#limite-EmailsPerAgency-errors").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", editor.Find("#limite-CallsPerAgency").GetAttribute("aria-invalid"));
        Assert.Equal("beaucoup", Typed(editor, nameof(SharingQuota.CallsPerAgency)));

        await LimitAsync(editor, nameof(SharingQuota.CallsPerAgency), "1 000");
        await LimitAsync(editor, nameof(SharingQuota.EmailsPerAgency), "200");
        await SaveAsync(editor, "ChangesLimits", "Lyon");
        Assert.Equal(new SharingQuota { CallsPerAgency = 1_000, EmailsPerAgency = 200, EmailsForAll = 200 }, (await PolicyAsync()).Terms.Quota);
    }

    [Fact]
    public async Task Emails_OfAProviderThatSendsNone_HaveNoLimits()
    {
        await SaveAsync(Draft(SharedWithAll) with { Provider = "openai" }, (null, null));

        var editor = await OpenAsync("openai");

        Assert.Equal(["limite-CallsPerAgency", "limite-CallsForAll"], editor.FindAll(".limits input").Select(input => input.Id));
        Assert.DoesNotContain("newsletters", editor.Find(".limits").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SharedWithNobody_KeepsUsesAndLimitsAsTheyWere()
    {
        var terms = SharedWithAll with { Purposes = Purposes.Emails, Quota = new SharingQuota { CallsForAll = 50 } };
        await SaveAsync(Draft(terms));
        var editor = await OpenAsync();
        await LimitAsync(editor, nameof(SharingQuota.CallsForAll), "n’importe quoi");

        await ChooseAsync(editor, SharingMode.None);
        Assert.Empty(editor.FindAll(".limits"));
        await ReviewAsync(editor);

        editor.WaitForAssertion(() => Assert.NotEmpty(editor.FindAll("[data-effect=Loses]")));
    }

    [Fact]
    public async Task Conflict_ShowsTheOthersUsesAndLimitsBesideMine()
    {
        await SaveAsync(Draft(SharedWithAll));
        var editor = await OpenAsync();
        await TickAsync(editor, Purposes.Contacts, false);
        await ReviewAsync(editor);
        editor.WaitForElement("#enregistrer");
        await SaveAsync(Draft(SharedWithAll with { Purposes = Purposes.Emails, Quota = new SharingQuota { EmailsPerAgency = 20 } }));

        await editor.InvokeAsync(() => editor.Find("#enregistrer").Click());

        var panel = editor.WaitForElement("[aria-labelledby=conflit-titre]");
        Assert.Contains("Usages permis\u00a0: e-mails. Limite fixée par le réseau\u00a0: 20 e-mails par jour et par agence.", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("Usages permis\u00a0: e-mails et newsletters.", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_WhereAgenciesLoseTheConnexion_SaysHowMuchTheyUsedIt()
    {
        await SaveAsync(Draft(SharedWithAll));
        var lent = await ReadAsync(Network, db => db.ConnexionsOf(Brevo).Select(row => row.Id).SingleAsync());
        await Database.Given.UsageAsync(Network, Brevo, new UsageCounts { Calls = 12 }, lent, Lyon);
        await Database.Given.UsageAsync(Network, Brevo, new UsageCounts { Calls = 500 }, lent);
        var editor = await OpenAsync();

        await ChooseAsync(editor, SharingMode.None);
        await ReviewAsync(editor);

        Assert.Equal(
            "Ces agences s’en sont servies 12 fois ces 30 derniers jours (une agence), la dernière fois aujourd’hui.",
            editor.WaitForElement("[data-effect=Loses] .lost").TextContent);
    }

    private async Task<IRenderedComponent<PolicyEditor>> OpenAsync(string provider = "brevo")
    {
        var session = new CurrentSession(Database.Contexts, Database.Get<LiveSessions>());
        await session.StartAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, Director.PersonId.ToString()), new Claim(CurrentSession.Claim, Director.SessionId.ToString())])),
            Director.MembershipId,
            Origin.Unknown);
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        page.Services.AddLogging().AddLocalization().AddSharedComponents();
        page.Services.AddSingleton<TimeProvider>(Database.Clock).AddSingleton(session).AddScoped<VerdictSentences>().AddScoped<SituationSentences>()
            .AddSingleton(Database.Get<ListPolicies>()).AddSingleton(Database.Get<SimulatePolicy>()).AddSingleton(Database.Get<SavePolicy>())
            .AddSingleton(new GetRecentUse(Database.UnitsOfWork)).AddScoped<RecentUseSentences>().AddScoped<TermsSentences>().AddScoped<PolicySentences>();
        var editor = page.Render<PolicyEditor>(parameters => parameters.Add(part => part.ProviderCode, provider));
        editor.WaitForElement("#simuler");
        return editor;
    }

    public override Task DisposeAsync()
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = before;
        return CloseAsync();
    }

    private async Task CloseAsync()
    {
        await page.DisposeAsync();
        await base.DisposeAsync();
    }

    // Found and used in one go: what renders in between would take the handler away.
    private static Task TickAsync(IRenderedComponent<PolicyEditor> editor, Purposes purpose, bool ticked) => editor.InvokeAsync(() => editor.Find($"[data-purpose={purpose}]").Change(ticked));

    private static Task LimitAsync(IRenderedComponent<PolicyEditor> editor, string limit, string typed) => editor.InvokeAsync(() => editor.Find($"#limite-{limit}").Change(typed));

    private static Task ChooseAsync(IRenderedComponent<PolicyEditor> editor, SharingMode mode) => editor.InvokeAsync(() => editor.Find($"input[name=mode][data-value={mode}]").Click());

    private static string? Typed(IRenderedComponent<PolicyEditor> editor, string limit) => editor.Find($"#limite-{limit}").GetAttribute("value");

    private static Task ReviewAsync(IRenderedComponent<PolicyEditor> editor) => editor.InvokeAsync(() => editor.Find("#simuler").Click());

    private static async Task SaveAsync(IRenderedComponent<PolicyEditor> editor, string effect, string says)
    {
        await ReviewAsync(editor);
        Assert.Contains(says, editor.WaitForElement($"[data-effect={effect}]").TextContent, StringComparison.Ordinal);
        await editor.InvokeAsync(() => editor.Find("#enregistrer").Click());
        editor.WaitForElement("#saved .cx-notice-success");
    }
}
