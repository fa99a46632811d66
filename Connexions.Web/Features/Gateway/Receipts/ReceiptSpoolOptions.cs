namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>How much the spool keeps.</summary>
public sealed record ReceiptSpoolOptions
{
    /// <summary>Above this many bytes of receipts that are open or not yet drained, no further use is begun.</summary>
    public long MaxBacklogBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many bytes a file grows by before a new one is begun.</summary>
    public long SegmentBytes { get; init; } = 4 * 1024 * 1024;
}
