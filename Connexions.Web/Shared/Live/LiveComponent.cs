using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Shared.Live;

/// <summary>
/// A component that hears of what happens elsewhere. News is shown in the component's own context, at once and then once a
/// moment, however much of it there is; and what fails there fails the page, as a click's work does, though nobody awaits it.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource left = new();
    private readonly List<IDisposable> listening = [];
    private bool hearing;
    private bool again;

    protected LiveComponent() => Left = left.Token;

    /// <summary>Cancelled when the page is left; kept, because the source is gone by then.</summary>
    protected CancellationToken Left { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Has <see cref="HearAsync"/> called when there is news, until the page is left.</summary>
    /// <param name="concerns">Asked on whatever thread the news comes on.</param>
    protected void Listen<T>(Broadcast<T> news, Func<T, bool> concerns) => listening.Add(news.Listen(one =>
    {
        if (concerns(one))
        {
            Dispatch(HearAllAsync);
        }
    }));

    /// <summary>There was news: reads again what is shown, which is then rendered.</summary>
    protected virtual Task HearAsync() => Task.CompletedTask;

    /// <summary>Does work that nobody awaits: for what is called from outside, a timer or an event.</summary>
    protected void Dispatch(Func<Task> work) => _ = InvokeAsync(() => WhileHereAsync(work))
        .ContinueWith(done => DispatchExceptionAsync(done.Exception!.InnerException!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            listening.ForEach(one => one.Dispose());
            left.Cancel();
            left.Dispose();
        }
    }

    private async Task WhileHereAsync(Func<Task> work)
    {
        try
        {
            if (!Left.IsCancellationRequested)
            {
                await work();
            }
        }
        catch (OperationCanceledException) when (Left.IsCancellationRequested)
        {
            // The page was left: nobody waits for the answer.
        }
    }

    private async Task HearAllAsync()
    {
        again = true;
        if (hearing)
        {
            return;
        }

        hearing = true;
        try
        {
            while (again)
            {
                again = false;
                await HearAsync();
                StateHasChanged();
                await Task.Delay(Moment, Left);
            }
        }
        finally
        {
            hearing = false;
        }
    }
}
