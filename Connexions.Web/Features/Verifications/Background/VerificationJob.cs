using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Connexions.Web.Features.Verifications.Runs;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Verifications.Background;

/// <summary>
/// Tries keys again in the background: what directors ask for first, then what is stale. It keeps no list of its own:
/// what is due stands in the database, so a server that dies loses no verdict, and the next repeats at most what was
/// in flight.
/// </summary>
internal sealed partial class VerificationJob(
    JobLeases leases, ContextFactory contexts, KeyRing ring, TryConnexion tryOne, RunEnds ends, KeysBeforeEnds keysBefore, VerificationSignal signal,
    VerificationOptions options, TimeProvider clock, ILogger<VerificationJob> logger) : BackgroundService
{
    public const string Name = "verification";

    /// <summary>How many ids are read at a time.</summary>
    private const int Page = 200;

    /// <summary>How long one that failed for no reason of its provider's is left alone.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    // Those held back, by when to come back: the row says so too, but a run asks for rows whatever they say.
    private readonly ConcurrentDictionary<Guid, DateTime> held = new();
    private readonly ConcurrentDictionary<Guid, byte> inFlight = new();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsEnabled)
        {
            return;
        }

        // The host waits for the first await of each of its services.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await RoundSafelyAsync(stoppingToken) == 0)
                {
                    await signal.WaitAsync(options.Pause, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!options.IsEnabled)
        {
            // A server that takes no part holds no lease.
            return;
        }

        try
        {
            await leases.ReleaseAsync(Name, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.Find(e) is not null)
        {
            // It runs out by itself.
        }
    }

#pragma warning disable CA1031 // The outermost boundary: whatever happens to one round, the next one comes.
    private async Task<int> RoundSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RoundAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            RoundFailed(e.GetType().Name, e.StackTrace);
            return 0;
        }
    }
#pragma warning restore CA1031

    /// <summary>Tries everything that is due, if this server holds the lease, and ends the runs that have nothing left.</summary>
    /// <returns>How many were tried.</returns>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        if (!await leases.TakeAsync(Name, cancellationToken))
        {
            return 0;
        }

        foreach (var (id, until) in held)
        {
            if (until <= Now)
            {
                held.TryRemove(id, out _);
            }
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(lost);
        var tried = 0;
        try
        {
            await Parallel.ForEachAsync(DueAsync(lost.Token), new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = lost.Token }, async (due, stop) =>
            {
                await TrySafelyAsync(due, stop);
                Interlocked.Increment(ref tried);
            });
            await ends.HandleAsync(held, lost.Token);
            await keysBefore.HandleAsync(lost.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LeaseLost();
            return 0;
        }
        finally
        {
            await lost.CancelAsync();
            await renewing;
            inFlight.Clear();
        }

        return tried;
    }

    /// <summary>Page after page, without waiting for the slowest of the page before.</summary>
    private async IAsyncEnumerable<DueConnexion> DueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            List<DueConnexion> next;
            await using (var db = contexts.Create(DueConnexions.Scope))
            {
                var except = held.Keys.Concat(inFlight.Keys).ToHashSet();
                next = await DueConnexions.NextAsync(db, ring, Page, except, Now, cancellationToken);
            }

            if (next.Count == 0)
            {
                yield break;
            }

            foreach (var due in next)
            {
                inFlight[due.Id.Id] = 0;
                yield return due;
            }
        }
    }

#pragma warning disable CA1031 // One that fails does not keep the others from their turn.
    private async Task TrySafelyAsync(DueConnexion due, CancellationToken cancellationToken)
    {
        try
        {
            if (await tryOne.HandleAsync(due, cancellationToken) is { } until)
            {
                held[due.Id.Id] = until;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Neither the exception's message nor its data: both may quote what was read.
            TryFailed(due.Id.Provider.Code, due.Id.Id, e.GetType().Name, e.StackTrace);
            held[due.Id.Id] = Now + AfterFailure;
            await PostponeSafelyAsync(due, cancellationToken);
        }
        finally
        {
            inFlight.TryRemove(due.Id.Id, out _);
        }
    }

    private async Task PostponeSafelyAsync(DueConnexion due, CancellationToken cancellationToken)
    {
        try
        {
            await tryOne.PostponeAsync(due.Id, Now + AfterFailure, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            TryFailed(due.Id.Provider.Code, due.Id.Id, e.GetType().Name, e.StackTrace);
        }
    }

    /// <summary>Keeps the lease while a round lasts; ends the round when another server has it.</summary>
    private async Task RenewAsync(CancellationTokenSource lost)
    {
        var until = Now + JobLeases.Length;
        try
        {
            while (true)
            {
                await Task.Delay(JobLeases.RenewEvery, clock, lost.Token);
                try
                {
                    if (!await leases.TakeAsync(Name, lost.Token))
                    {
                        break;
                    }

                    until = Now + JobLeases.Length;
                }
                catch (Exception e) when (DatabaseErrors.Find(e) is not null && Now < until)
                {
                    // A busy database: there is time to ask again before the lease runs out.
                }
            }
        }
        catch (Exception) when (lost.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            RoundFailed(e.GetType().Name, e.StackTrace);
        }

        await lost.CancelAsync();
    }
#pragma warning restore CA1031

    [LoggerMessage(LogLevel.Error, "Trying {Provider} connexion {ConnexionId} failed: {Exception}\n{Stack}")]
    private partial void TryFailed(string provider, Guid connexionId, string exception, string? stack);

    [LoggerMessage(LogLevel.Error, "A round of verifications failed: {Exception}\n{Stack}")]
    private partial void RoundFailed(string exception, string? stack);

    [LoggerMessage(LogLevel.Warning, "Another server took over the verifications.")]
    private partial void LeaseLost();
}
