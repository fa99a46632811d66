using Bunit;
using Connexions.Tests.Support;
using Connexions.Web.Shared.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Components;

public sealed class MessageRegionTests : ComponentTests
{
    private readonly Messages messages = new();

    public MessageRegionTests() => Services.AddSingleton(messages);

    [Fact]
    public void Region_BeforeAnythingIsSaid_IsThereAndEmpty() =>
        Assert.Equal("", Render<MessageRegion>().Find("[role=status]").TextContent.Trim());

    [Fact]
    public void Say_Twice_ShowsTheNewestAlone()
    {
        var region = Render<MessageRegion>();

        messages.Say("Une chose.");
        messages.Say("Une autre.");

        region.WaitForAssertion(() => Assert.Equal("Une autre.", Assert.Single(region.FindAll("p")).TextContent));
        Assert.Empty(region.FindAll(".cx-button"));
    }

    [Fact]
    public async Task Undo_IsDoneOnce_AndSaidInItsPlace()
    {
        var undone = 0;
        var region = Render<MessageRegion>();
        await region.InvokeAsync(() => messages.Say("Mis de côté.", () => { undone++; return Task.CompletedTask; }));

        await region.Find(".cx-button").ClickAsync(new());

        Assert.Equal((1, "C’est annulé."), (undone, region.Find("p").TextContent));
        Assert.Empty(region.FindAll(".cx-button"));
    }

    [Fact]
    public async Task Undo_ThatSaysSomethingItself_HasTheLastWord()
    {
        var region = Render<MessageRegion>();
        await region.InvokeAsync(() => messages.Say("Mis de côté.", () => { messages.Say("Trop tard."); return Task.CompletedTask; }));

        await region.Find(".cx-button").ClickAsync(new());

        Assert.Equal("Trop tard.", region.Find("p").TextContent);
    }

    [Fact]
    public async Task Message_StaysWhenAFilterChanges_AndGoesWithThePage()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        var region = Render<MessageRegion>();
        await region.InvokeAsync(() => messages.Say("Enregistré."));

        await region.InvokeAsync(() => navigation.NavigateTo("?page=2"));
        Assert.NotNull(messages.Current);

        await region.InvokeAsync(() => navigation.NavigateTo("journal"));
        region.WaitForAssertion(() => Assert.Empty(region.FindAll("p")));
    }
}
