using Bunit;
using Connexions.Tests.Support;
using Connexions.Web.Shared.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace Connexions.Tests.Components;

public sealed class LiveComponentTests : ComponentTests
{
    private readonly Bell bell = new();

    [Fact]
    public void News_ThatConcernsThePage_IsShown_AndOtherNewsIsNot()
    {
        var page = Render<Listener>(parameters => parameters.Add(listener => listener.Bell, bell));

        bell.Ring(-1);
        bell.Ring(7);

        page.WaitForAssertion(() => Assert.Equal("1", page.Markup));
    }

    [Fact]
    public async Task News_HoweverMuchOfIt_IsShownOnceAtATime()
    {
        var reading = new TaskCompletionSource();
        var page = Render<Listener>(parameters => parameters.Add(listener => listener.Bell, bell).Add(listener => listener.Work, () => reading.Task));

        foreach (var one in Enumerable.Range(0, 1_000))
        {
            bell.Ring(one);
        }

        await page.InvokeAsync(reading.SetResult);
        page.WaitForAssertion(() => Assert.Equal("2", page.Markup));
        Assert.Equal(2, page.Instance.Heard);
    }

    [Fact]
    public void News_ThatCannotBeShown_FailsThePageAndNotWhoeverSentIt()
    {
        var page = Render<ErrorBoundary>(parameters => parameters
            .Add(boundary => boundary.ChildContent, Listening(() => throw new InvalidOperationException("unreadable")))
            .Add(boundary => boundary.ErrorContent, failure => builder => builder.AddContent(0, failure.Message)));

        bell.Ring(7);

        page.WaitForAssertion(() => Assert.Equal("unreadable", page.Markup));
    }

    [Fact]
    public async Task News_OfAPageThatWasLeft_IsNotHeard()
    {
        var page = Render<Listener>(parameters => parameters.Add(listener => listener.Bell, bell)).Instance;
        await DisposeComponentsAsync();

        bell.Ring(7);

        Assert.Equal(0, page.Heard);
    }

    private RenderFragment Listening(Func<Task> work) => builder =>
    {
        builder.OpenComponent<Listener>(0);
        builder.AddAttribute(1, nameof(Listener.Bell), bell);
        builder.AddAttribute(2, nameof(Listener.Work), work);
        builder.CloseComponent();
    };

    private sealed class Bell : Broadcast<int>
    {
        public void Ring(int news) => Send(news);
    }

    private sealed class Listener : LiveComponent
    {
        [Parameter]
        public Bell Bell { get; set; } = null!;

        [Parameter]
        public Func<Task> Work { get; set; } = () => Task.CompletedTask;

        public int Heard { get; private set; }

        protected override void OnInitialized() => Listen(Bell, news => news > 0);

        protected override Task HearAsync()
        {
            Heard++;
            return Work();
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Heard);
    }
}
