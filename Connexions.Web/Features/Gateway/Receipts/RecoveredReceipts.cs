namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>
/// What dead processes left in their files. Files may tell of the same use (a process died while it began a new file):
/// then they tell the same, or one knows more.
/// </summary>
internal sealed class RecoveredReceipts
{
    private readonly Dictionary<Guid, UseBegun> begun = [];
    private readonly Dictionary<Guid, UseEnded> ended = [];
    private int broken;

    public int Count => begun.Count;

    /// <summary>Files that were left for another database.</summary>
    public int Foreign { get; set; }

    /// <summary>Lines that cannot be read, and ends whose beginning cannot.</summary>
    public int Broken => broken + ended.Keys.Count(useId => !begun.ContainsKey(useId));

    /// <summary>Uses whose end is not known.</summary>
    public int Interrupted => begun.Keys.Count(useId => !ended.ContainsKey(useId));

    /// <summary>Oldest first.</summary>
    public IEnumerable<Receipt> All => begun.Values.OrderBy(use => use.At)
        .Select(use => new Receipt(use, ended.GetValueOrDefault(use.UseId) ?? UseEnded.Interrupted(use)));

    /// <summary>A last line without its end was being written when the process died: its call was never sent.</summary>
    public void Add(ReadOnlySpan<byte> content)
    {
        while (content.IndexOf(ReceiptLine.End) is var length and >= 0)
        {
            Add(ReceiptLine.Parse(content[..length]));
            content = content[(length + 1)..];
        }
    }

    private void Add(ReceiptLine? line)
    {
        if (line is null)
        {
            broken++;
            return;
        }

        if (line.Begun is not null)
        {
            begun.TryAdd(line.Begun.UseId, line.Begun);
        }

        if (line.Ended is not null && (line.Begun?.UseId ?? line.UseId) is { } useId)
        {
            ended.TryAdd(useId, line.Ended);
        }
    }
}
