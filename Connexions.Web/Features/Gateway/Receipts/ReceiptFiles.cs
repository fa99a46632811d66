namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>The file that a spool writes to, from one to the next, and those that dead processes left beside it. For one caller at a time.</summary>
internal sealed class ReceiptFiles(string folder, long segmentBytes) : IDisposable
{
    /// <summary>How much of a new file is written at once, in bytes.</summary>
    private const int Chunk = 64 * 1024;

    private readonly string name = Guid.NewGuid().ToString("N");
    private readonly ReceiptWriter writer = new();
    private ReceiptSegment? current;
    private int count;
    private long renewAt;

    /// <summary>Whose receipts these are: letters and digits; empty where there is but one.</summary>
    public string Database { get; set; } = "";

    /// <summary>
    /// Brings into the book what dead processes left. It is in a file of our own before theirs are deleted: a death in
    /// between loses nothing, and makes it come out twice.
    /// </summary>
    /// <exception cref="IOException">Their files stay; so can <see cref="UnauthorizedAccessException"/> be thrown.</exception>
    public RecoveredReceipts Recover(ReceiptBook book)
    {
        MakeFolder();
        var found = new RecoveredReceipts();
        var all = Directory.EnumerateFiles(folder, "*" + ReceiptSegment.Extension).ToLookup(IsForUs);
        found.Foreign = all[false].Count();
        var left = all[true].Select(ReceiptSegment.TryTake).OfType<ReceiptSegment>().ToList();
        try
        {
            left.ForEach(segment => found.Add(segment.Read()));
            foreach (var receipt in found.All.Where(receipt => !book.Knows(receipt.Begun.UseId)))
            {
                book.Begin(receipt.Begun, Measure(new ReceiptLine(receipt.Begun, Ended: receipt.Ended)));
                book.End(receipt.Begun.UseId, receipt.Ended, 0);
            }

            if (left.Count > 0 || current is null)
            {
                Renew(book);
            }

            left.ForEach(segment => segment.Delete());
            return found;
        }
        finally
        {
            left.ForEach(segment => segment.Dispose());
        }
    }

    /// <summary>Sees to it that there is a file to append to.</summary>
    /// <inheritdoc cref="Renew" path="/exception"/>
    public void Ready(ReceiptBook book)
    {
        if (current is not { Exists: true })
        {
            Renew(book);
        }
        else if (current.Length >= renewAt)
        {
            try
            {
                Renew(book);
            }
            catch (Exception e) when (ReceiptSegment.IsDiskFailure(e))
            {
                // The old one may still do: how large it is is no reason to refuse a call.
                renewAt = current.Length + segmentBytes;
            }
        }
    }

    /// <summary>
    /// Begins a new file with all that is pending, then deletes the old one. The more there was to carry over, the later
    /// comes the next: what is copied stays in proportion to what is written.
    /// </summary>
    /// <exception cref="IOException">The old file stays; so can <see cref="UnauthorizedAccessException"/> be thrown.</exception>
    public void Renew(ReceiptBook book)
    {
        MakeFolder();
        var next = ReceiptSegment.Create(Path.Combine(folder, $"{Database}{(Database.Length > 0 ? "." : "")}{name}-{++count}{ReceiptSegment.Extension}"));
        try
        {
            Fill(next, book);
        }
        catch (IOException)
        {
            next.Delete();
            throw;
        }

        current?.Delete();
        current = next;
        renewAt = next.Length + Math.Max(segmentBytes, next.Length);
    }

    /// <returns>The line's length in bytes.</returns>
    /// <exception cref="IOException">It is not written.</exception>
    public int Append(ReceiptLine line)
    {
        var bytes = Measure(line);
        (current ?? throw new IOException("There is no file to write to.")).Append(writer.Written);
        return bytes;
    }

    private int Measure(ReceiptLine line)
    {
        writer.Clear();
        writer.Add(line);
        return writer.Written.Length;
    }

    /// <summary>Nothing is pending: the file may forget. One that cannot be shortened grows on, until the next is begun.</summary>
    public void Clear()
    {
        try
        {
            current?.Clear();
        }
        catch (IOException)
        {
            return;
        }

        renewAt = segmentBytes;
    }

    /// <summary>Without anything pending the file goes; otherwise it is let go of, for the next spool.</summary>
    public void Close(bool pending)
    {
        if (!pending)
        {
            current?.Delete();
        }

        Dispose();
    }

    public void Dispose()
    {
        current?.Dispose();
        current = null;
        writer.Dispose();
    }

    /// <summary>A file's name begins with its database; without one it is of an earlier version.</summary>
    private bool IsForUs(string path) =>
        Path.GetFileNameWithoutExtension(path).Split('.') is var parts && (parts.Length == 1 || parts[0] == Database);

    private void Fill(ReceiptSegment next, ReceiptBook book)
    {
        writer.Clear();
        foreach (var line in book.Lines)
        {
            writer.Add(line);
            if (writer.Written.Length >= Chunk)
            {
                next.Append(writer.Written);
                writer.Clear();
            }
        }

        next.Append(writer.Written);
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
