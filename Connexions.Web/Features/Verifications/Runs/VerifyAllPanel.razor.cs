using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Verifications.Runs;

/// <summary>"Tout vérifier": starts a run through the network's connexions, shows it live, and tells what came of it.</summary>
public sealed partial class VerifyAllPanel(StartRun start, GetRun get, CancelRun cancel, LiveVerdicts live)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private LatestRun? latest;
    private IReadOnlyList<Error> errors = [];
    private PeriodicTimer? timer;
    private bool answered;
    private ElementReference outcome;

    protected override async Task OnInitializedAsync()
    {
        // A run that begins or ends says so for the network itself; each verdict of it would be one look at the database each.
        Listen(live, news => news.Client == Session.Actor?.Client && news.Provider.Length == 0);
        await LoadAsync();
        if (RendererInfo.IsInteractive)
        {
            timer = new PeriodicTimer(LookEvery);
            Dispatch(() => LookAsync(timer));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The button that was clicked is gone: the keyboard is taken to the answer.
        if (answered && !Busy && latest?.Run is { IsOpen: false })
        {
            answered = false;
            await outcome.FocusAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        timer?.Dispose();
        base.Dispose(disposing);
    }

    private async Task LookAsync(PeriodicTimer every)
    {
        while (await every.WaitForNextTickAsync(CancellationToken.None))
        {
            // What was refused once is settled within minutes: the outcome is shown as it then is.
            if (latest?.Run is { IsOpen: true } or { RefusedOnce: > 0 } && !Busy)
            {
                await HearAsync();
                StateHasChanged();
            }
        }
    }

    protected override Task HearAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            var result = await RunAsync(ct => get.HandleAsync(Actor, ct));
            (latest, errors) = (result.Value ?? latest, result.Errors);
        }
        catch (OperationCanceledException) when (Left.IsCancellationRequested)
        {
            // The page was left: nobody waits for the answer.
        }
    }

    private async Task StartAsync() => Take(await RunAsync(ct => start.HandleAsync(Actor, Actor.Client!.Value, ct)));

    private async Task CancelAsync(RunView run)
    {
        Take(await RunAsync(ct => cancel.HandleAsync(Actor, Actor.Client!.Value, run.RunId, ct)));
        answered = true;
    }

    private void Take(Result<RunView> result)
    {
        errors = result.Errors;
        if (result.Succeeded)
        {
            latest = new LatestRun(result.Value);
        }
    }

    private string Outcome(RunView run)
    {
        var left = run.Left.Sum(one => one.Count);
        string[] sentences =
        [
            L[run.IsCancelled ? "Cancelled" : "Ended", Counted("Works", run.Works), Counted("Refused", run.Refused), Counted("Unclear", run.Unclear)],
            run.RefusedOnce == 0 ? "" : Counted("RefusedOnce", run.RefusedOnce),
            left == 0 ? "" : Counted("LeftOver", left),
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    private string Counted(string key, int count) => L[count == 1 ? $"{key}.One" : key, count];
}
