using Connexions.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Connexions.Tests.EndToEnd;

/// <summary>Every state that the Blazor script gives the reconnect box is drawn: a page that stands still says why.</summary>
public sealed class ReconnectScreenTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task PausedCircuit_Resumed_GoesOn()
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("lyon@lumiere.demo");

        await visitor.Page.EvaluateAsync("Blazor.pauseCircuit()");
        var resume = visitor.Page.Locator(".when-paused [data-action=resume]");
        await Expect(resume).ToBeVisibleAsync();
        await resume.ClickAsync();

        await Expect(resume).ToBeHiddenAsync();
        await visitor.Page.Locator("nav a[href='connexions'], nav a[href='/connexions']").First.ClickAsync();
        await visitor.Page.WaitForURLAsync("**/connexions");
    }

    [Theory]
    [InlineData("components-reconnect-show", ".while-trying")]
    [InlineData("components-reconnect-show components-reconnect-retrying", ".while-trying")]
    [InlineData("components-reconnect-failed", ".when-failed")]
    [InlineData("components-reconnect-paused", ".when-paused")]
    [InlineData("components-reconnect-resume-failed", ".when-resume-failed")]
    [InlineData("components-reconnect-rejected", ".when-rejected")]
    public async Task State_GivenByTheScript_IsDrawn(string state, string drawn)
    {
        await using var visitor = await Visitor.ArriveAsync(app);
        await visitor.SignInAsync("lyon@lumiere.demo");

        await visitor.Page.EvaluateAsync("state => document.getElementById('components-reconnect-modal').className = state", state);

        await Expect(visitor.Page.Locator(drawn)).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#components-reconnect-modal .box > :visible")).ToHaveCountAsync(1);
    }
}
