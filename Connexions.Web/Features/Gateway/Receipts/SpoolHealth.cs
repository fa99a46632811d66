namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>Says in the log when a spool begins to refuse and when it stops: once, not for each call. For one caller at a time.</summary>
internal sealed partial class SpoolHealth(ILogger logger)
{
    private int foreign;

    public bool IsRefusing { get; private set; }

    public void Fail(Exception exception)
    {
        if (!IsRefusing)
        {
            IsRefusing = true;
            DiskFailed(exception);
        }
    }

    public void Fill(long bytes)
    {
        if (!IsRefusing)
        {
            IsRefusing = true;
            BacklogFull(bytes);
        }
    }

    public void Succeed()
    {
        if (IsRefusing)
        {
            IsRefusing = false;
            Works();
        }
    }

    public void Report(RecoveredReceipts found)
    {
        if (found.Foreign != foreign)
        {
            foreign = found.Foreign;
            Foreign(foreign);
        }

        if (found.Count > 0)
        {
            Recovered(found.Count, found.Interrupted);
        }

        if (found.Broken > 0)
        {
            Broken(found.Broken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Took over {Count} receipts of earlier processes, {Interrupted} of them interrupted.")]
    private partial void Recovered(int count, int interrupted);

    [LoggerMessage(LogLevel.Warning, "{Count} lines of earlier processes' receipts cannot be read and were skipped.")]
    private partial void Broken(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} files of receipts are for another database than this one; they are left for it.")]
    private partial void Foreign(int count);

    [LoggerMessage(LogLevel.Error, "Receipts cannot be written: calls through the gateway are refused while that lasts.")]
    private partial void DiskFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "{Bytes} bytes of receipts wait for the database: calls through the gateway are refused until it takes them.")]
    private partial void BacklogFull(long bytes);

    [LoggerMessage(LogLevel.Information, "Receipts can be written again.")]
    private partial void Works();
}
