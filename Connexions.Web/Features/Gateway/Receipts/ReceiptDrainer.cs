using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Features.Gateway.Receipts;

namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>Takes finished receipts into the journals, many at a time, and gives back what nobody spends of the quotas.</summary>
internal sealed partial class ReceiptDrainer(ReceiptSpool spool, ReceiptJournal journal, CallQuotas quotas, TimeProvider clock, ILogger<ReceiptDrainer> logger) : BackgroundService
{
    /// <summary>Most receipts at once: an organisation's journal is locked for the others of it as long as its part is written, some 10 µs a line.</summary>
    private const int Batch = 4000;

    /// <summary>How long uses gather before they are written together, unless so many wait that they fill a batch.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Tidy = TimeSpan.FromSeconds(10);

    /// <summary>How long a portion of a quota may lie unspent here while another server might want it.</summary>
    private static readonly TimeSpan IdleQuota = TimeSpan.FromMinutes(2);

    /// <summary>Writes what is finished.</summary>
    /// <returns>How many receipts are in the journals now.</returns>
    internal async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var receipts = spool.Take(Batch);
        if (receipts.Count == 0)
        {
            return 0;
        }

        var written = await journal.WriteAsync(receipts, cancellationToken);
        spool.Drained(written);
        return written.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        spool.Open();
        try
        {
            await Task.WhenAll(DrainForeverAsync(stoppingToken), TidyForeverAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // What is not written now stays in the folder for the next start.
        while (await SafelyAsync(() => DrainAsync(cancellationToken)) > 0)
        {
        }

        await SafelyAsync(async () =>
        {
            await quotas.ReturnIdleAsync(TimeSpan.Zero);
            return 0;
        });
    }

    private async Task DrainForeverAsync(CancellationToken cancellationToken)
    {
        var drained = 0;
        while (true)
        {
            await spool.WaitAsync(cancellationToken);
            if (drained < Batch)
            {
                await Task.Delay(Gather, clock, cancellationToken);
            }

            drained = await SafelyAsync(() => DrainAsync(cancellationToken));
            if (drained == 0)
            {
                await Task.Delay(AfterFailure, clock, cancellationToken);
            }
        }
    }

    private async Task TidyForeverAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tidy, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await SafelyAsync(async () =>
            {
                // A process that this one replaces may have died since the start.
                spool.Open();
                await quotas.ReturnIdleAsync(IdleQuota);
                return 0;
            });
        }
    }

#pragma warning disable CA1031 // The outermost boundary: whatever happens to one batch, it is tried again.
    private async Task<int> SafelyAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException)
            {
                Failed(e.GetType().Name, e.StackTrace);
            }

            return 0;
        }
    }
#pragma warning restore CA1031

    [LoggerMessage(LogLevel.Error, "Receipts could not be written into the journal ({Reason}); they are kept and tried again. {Stack}")]
    private partial void Failed(string reason, string? stack);
}
