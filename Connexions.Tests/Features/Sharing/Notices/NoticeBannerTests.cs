using Bunit;
using Connexions.Domain.Auditing;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.Notices;

public sealed class NoticeBannerTests : PageTests
{
    private Place agency = null!;

    protected override async Task<Place> ArrangeAsync()
    {
        Services.AddSingleton<LiveNotices>().AddSingleton<ListNotices>().AddSingleton<MarkNoticesRead>().AddSingleton<PurposeTexts>().AddSingleton<TermsSentences>()
            .AddSingleton<VerdictSentences>().AddSingleton<SituationSentences>().AddSingleton(Database.Get<KeyRing>()).AddSingleton<ListEffective>();
        return agency = await Database.Given.AgencyAsync(await Database.Given.NetworkAsync());
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
        Assert.Contains("Ce qui change pour vous chez Brevo", items[2].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, items[2].QuerySelectorAll(".several li").Length);
        Assert.NotNull(items[2].QuerySelector(".cx-notice-warning"));
        Assert.Empty(items[1].QuerySelectorAll(".several"));
        // However it was told, how it stands now is said as everywhere else.
        Assert.All(items, item => Assert.Contains("Maintenant\u00a0: Vous n’utilisez pas", item.QuerySelector(".now")!.TextContent, StringComparison.Ordinal));

        await items[2].QuerySelector("button")!.ClickAsync(new());

        banner.WaitForAssertion(() => Assert.Equal(["Thawed", "Gained"], banner.FindAll(".notices > ul > li").Select(item => item.GetAttribute("data-kind"))));
        await using var db = Database.Open(agency.MemberScope);
        Assert.Equal(3, await db.Set<NoticeRead>().CountAsync());
    }

    private async Task TellAsync(NoticeKind kind, string provider)
    {
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = Database.Open(agency.JobScope);
        db.Add(Notice.Create(agency.OrganisationId, agency.Reference, kind, provider, Database.Clock.UtcNow));
        await Database.Given.SaveAsync(db, new AuditFacts(agency.OrganisationId, AuditAction.PolicyChanged) { Client = agency.Client });
    }
}
