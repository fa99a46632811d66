using System.Globalization;
using System.Security.Claims;
using Bunit;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Security;
using Connexions.Web.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connexions.Tests.Features.Sharing;

public sealed class NoticeBannerTests : BunitContext, IAsyncLifetime
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private TestDatabase database = null!;
    private Place agency = null!;

    // Here and not below: what an asynchronous method sets ends with it.
    public NoticeBannerTests() => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        agency = await database.Given.AgencyAsync(await database.Given.NetworkAsync());
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddLocalization().AddSharedComponents().AddSingleton<TimeProvider>(database.Clock).AddSingleton(database.UnitsOfWork)
            .AddSingleton<LiveNotices>().AddSingleton<ListNotices>().AddSingleton<MarkNoticesRead>().AddSingleton<PurposeTexts>().AddSingleton<TermsSentences>();
        await WorkAsAsync(await database.Given.ActorAsync(agency));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await database.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = before;
        base.Dispose(disposing);
    }

    [Fact]
    public async Task Banner_OfSeveralDecisionsAboutOneProvider_TellsThemTogether_AndOneClickIsEnough()
    {
        await TellAsync(NoticeKind.LimitsChanged, "brevo");
        await TellAsync(NoticeKind.Lost, "brevo");
        await TellAsync(NoticeKind.LimitsChanged, "brevo");
        await TellAsync(NoticeKind.Gained, "zoho");
        await TellAsync(NoticeKind.Thawed, "brevo");
        var banner = Render<NoticeBanner>();

        banner.WaitForElement(".notices > ul > li");
        var items = banner.FindAll(".notices > ul > li");
        Assert.Equal(["Thawed", "Gained", "LimitsChanged"], items.Select(item => item.GetAttribute("data-kind")));
        Assert.Contains("a changé 3 fois", items[2].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, items[2].QuerySelectorAll(".several li").Length);
        Assert.Contains("cx-notice-warning", items[2].ClassName, StringComparison.Ordinal);
        Assert.Empty(items[1].QuerySelectorAll(".several"));

        await items[2].QuerySelector("button")!.ClickAsync(new());

        banner.WaitForAssertion(() => Assert.Equal(["Thawed", "Gained"], banner.FindAll(".notices > ul > li").Select(item => item.GetAttribute("data-kind"))));
        await using var db = database.Open(agency.MemberScope);
        Assert.Equal(3, await db.Set<NoticeRead>().CountAsync());
    }

    private async Task TellAsync(NoticeKind kind, string provider)
    {
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = database.Open(agency.JobScope);
        db.Add(Notice.Create(agency.OrganisationId, agency.Reference, kind, provider, database.Clock.UtcNow));
        await database.Given.SaveAsync(db, new AuditFacts(agency.OrganisationId, AuditAction.PolicyChanged) { Client = agency.Client });
    }

    private async Task WorkAsAsync(Actor actor)
    {
        var identity = new IdentityOptions();
        var session = new CurrentSession(database.Contexts, new LiveSessions(), Options.Create(identity));
        var claims = new[] { new Claim(ClaimTypes.NameIdentifier, actor.PersonId.ToString()), new Claim(identity.ClaimsIdentity.SecurityStampClaimType, actor.SecurityStamp) };
        await session.StartAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), actor.MembershipId, Origin.Unknown);
        Services.AddSingleton(session);
    }
}
