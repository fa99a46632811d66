namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>The uses that are open and those that are over but not yet drained, in memory. For one caller at a time.</summary>
internal sealed class ReceiptBook
{
    private readonly Dictionary<Guid, Entry> entries = [];
    private readonly LinkedList<Receipt> finished = [];

    public int Open => entries.Count - finished.Count;

    public int Finished => finished.Count;

    public bool IsEmpty => entries.Count == 0;

    /// <summary>How long the lines of all these are.</summary>
    public long Bytes { get; private set; }

    /// <summary>What a new file must hold: a whole line for a use that is over, so that no file ever tells half of it.</summary>
    public IEnumerable<ReceiptLine> Lines => entries.Values.Select(entry => new ReceiptLine(entry.Begun, Ended: entry.Finished?.Value.Ended));

    public bool Knows(Guid useId) => entries.ContainsKey(useId);

    public bool IsOpen(Guid useId) => entries.TryGetValue(useId, out var entry) && entry.Finished is null;

    /// <exception cref="ArgumentException">The use is known already.</exception>
    public void Begin(UseBegun use, int bytes)
    {
        entries.Add(use.UseId, new Entry(use) { Bytes = bytes });
        Bytes += bytes;
    }

    /// <exception cref="KeyNotFoundException">The use is not known.</exception>
    public void End(Guid useId, UseEnded ended, int bytes)
    {
        var entry = entries[useId];
        entry.Finished = finished.AddLast(new Receipt(entry.Begun, ended));
        entry.Bytes += bytes;
        Bytes += bytes;
    }

    public List<Receipt> Take(int max) => [.. finished.Take(max)];

    /// <summary>Lets go of those of the uses that are over.</summary>
    public void Forget(IEnumerable<Guid> useIds)
    {
        foreach (var useId in useIds)
        {
            if (entries.TryGetValue(useId, out var entry) && entry.Finished is { } node)
            {
                finished.Remove(node);
                entries.Remove(useId);
                Bytes -= entry.Bytes;
            }
        }
    }

    private sealed class Entry(UseBegun begun)
    {
        public UseBegun Begun => begun;

        public LinkedListNode<Receipt>? Finished { get; set; }

        public int Bytes { get; set; }
    }
}
