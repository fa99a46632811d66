namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>
/// No use of a connexion without its journal entry, at a price of microseconds: a call's beginning is appended to a
/// local file before the call is sent, its end when it is over, and a background writer takes finished receipts from here
/// into the database in batches. Whatever began comes out, also after a <c>kill -9</c>: the next spool on the same folder
/// hands out what was left, as <see cref="Connexions.Domain.Gateway.UseResult.Interrupted"/> where no end was written. It
/// holds through the death of the process, not through a power cut (nothing waits for the disk). After a death a receipt
/// may come out a second time: whoever drains must be idempotent by <see cref="UseBegun.UseId"/>. Any number of callers.
/// </summary>
public sealed class ReceiptSpool(string folder, ReceiptSpoolOptions options, ILogger<ReceiptSpool> logger) : IDisposable
{
    private readonly Lock gate = new();
    private readonly ReceiptBook book = new();
    private readonly ReceiptFiles files = new(folder, options.SegmentBytes);
    private readonly SpoolHealth health = new(logger);
    private TaskCompletionSource finished = NewSignal();
    private bool recovered;
    private bool closed;

    /// <summary>How many uses have begun and not ended.</summary>
    public int OpenUses => Read(() => book.Open);

    /// <summary>Whether the last use that wanted to begin could not.</summary>
    public bool IsRefusing => Read(() => health.IsRefusing);

    /// <summary>How many receipts wait to be drained.</summary>
    public int Undrained => Read(() => book.Finished);

    /// <summary>How many bytes of uses are open or not drained; compare with <see cref="ReceiptSpoolOptions.MaxBacklogBytes"/>.</summary>
    public long BacklogBytes => Read(() => book.Bytes);

    /// <summary>
    /// Names the database whose journals the receipts are for; before the first use. What was left for another one is not
    /// taken over, and what an earlier version left is this one's.
    /// </summary>
    public void BelongTo(string database)
    {
        lock (gate)
        {
            files.Database = database;
        }
    }

    /// <summary>
    /// Takes over what dead processes left in the folder: for the start, and now and then after it, since a process that
    /// this one replaces may still be dying at the start. When the disk does not allow it, that is logged, and tried again
    /// with each use until it was done once.
    /// </summary>
    public void Open()
    {
        lock (gate)
        {
            try
            {
                if (!closed)
                {
                    Recover();
                }
            }
            catch (Exception e) when (ReceiptSegment.IsDiskFailure(e))
            {
                health.Fail(e);
            }
        }
    }

    /// <summary>When it returns true, the use will be journalled whatever becomes of this process.</summary>
    /// <returns>False when that cannot be promised (the disk refuses, the backlog is full, the spool is closed): the call must not be sent.</returns>
    /// <exception cref="ArgumentException">This use has begun already.</exception>
    public bool TryBegin(UseBegun use) => TryAdd(use, null);

    /// <summary>A use that is over as it begins: a refusal.</summary>
    /// <inheritdoc cref="TryBegin" path="/returns|/exception"/>
    public bool TryWhole(UseBegun use, UseEnded ended) => TryAdd(use, ended);

    /// <summary>
    /// The first end of a use counts; that of one that is not open changes nothing. An end that the disk refuses is kept
    /// in memory and drained all the same; should the process die before that, the use was interrupted.
    /// </summary>
    public void End(Guid useId, UseEnded ended)
    {
        lock (gate)
        {
            if (!book.IsOpen(useId))
            {
                return;
            }

            var bytes = 0;
            try
            {
                bytes = closed ? 0 : files.Append(new ReceiptLine(UseId: useId, Ended: ended));
            }
            catch (IOException e)
            {
                health.Fail(e);
            }

            book.End(useId, ended, bytes);
            finished.TrySetResult();
        }
    }

    /// <summary>Finished receipts, the oldest first; the same again until they are drained.</summary>
    public IReadOnlyList<Receipt> Take(int max) => Read(() => book.Take(max));

    /// <summary>These are in the database. Ids that are not known, or still open, change nothing.</summary>
    public void Drained(IReadOnlyCollection<Guid> useIds)
    {
        lock (gate)
        {
            book.Forget(useIds);
            if (book.IsEmpty && !closed)
            {
                files.Clear();
            }
        }
    }

    /// <summary>Until there is something to take; at once while there is. A drainer that fails must itself wait before it tries again.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (book.Finished == 0 && finished.Task.IsCompleted)
            {
                finished = NewSignal();
            }

            return finished.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What is pending stays on the disk for the next spool; no further use begins. What is in memory can still be drained.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            files.Close(pending: !book.IsEmpty);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryAdd(UseBegun use, UseEnded? ended)
    {
        lock (gate)
        {
            if (book.Knows(use.UseId))
            {
                throw new ArgumentException($"The use {use.UseId} has begun already.", nameof(use));
            }

            if (closed)
            {
                return false;
            }

            if (book.Bytes >= options.MaxBacklogBytes)
            {
                health.Fill(book.Bytes);
                return false;
            }

            try
            {
                if (!recovered)
                {
                    Recover();
                }

                files.Ready(book);
                book.Begin(use, files.Append(new ReceiptLine(use, Ended: ended)));
            }
            catch (Exception e) when (ReceiptSegment.IsDiskFailure(e))
            {
                health.Fail(e);
                return false;
            }

            if (ended is not null)
            {
                book.End(use.UseId, ended, 0);
                finished.TrySetResult();
            }

            health.Succeed();
            return true;
        }
    }

    private void Recover()
    {
        health.Report(files.Recover(book));
        recovered = true;
        if (book.Finished > 0)
        {
            finished.TrySetResult();
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (gate)
        {
            return read();
        }
    }
}
