namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>
/// One file of the spool, held with a lock that other processes respect and that goes with its process, however that
/// dies (<c>FileShare.None</c> is <c>flock</c> on Linux: the folder must be on a local disk). A file gets its first bytes
/// only under the lock; so an empty one may be in another's making and is not taken.
/// </summary>
internal sealed class ReceiptSegment : IDisposable
{
    public const string Extension = ".receipts";

    private readonly FileStream file;

    private ReceiptSegment(FileStream file)
    {
        this.file = file;
        Length = file.Length;
    }

    /// <summary>In bytes. What lies behind it after a failed write is written over.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the file still has its name: one that was deleted can be written to, but nobody will find it.</summary>
    public bool Exists => File.Exists(file.Name);

    private static ReadOnlySpan<byte> Header => "receipts 1\n"u8;

    /// <summary>Whether an exception means that the disk does not do what is asked of it.</summary>
    public static bool IsDiskFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>A new file, readable by its owner only: who calls what is nobody else's business.</summary>
    /// <exception cref="IOException">It cannot be made; so can <see cref="UnauthorizedAccessException"/> be thrown.</exception>
    public static ReceiptSegment Create(string path)
    {
        var segment = new ReceiptSegment(Open(path, FileMode.CreateNew));
        try
        {
            segment.Append(Header);
            return segment;
        }
        catch (IOException)
        {
            segment.Delete();
            throw;
        }
    }

    /// <summary>A file that an earlier process left; null when a living one holds it or it cannot be had.</summary>
    public static ReceiptSegment? TryTake(string path)
    {
        try
        {
            var segment = new ReceiptSegment(Open(path, FileMode.Open));
            if (segment.Length > 0)
            {
                return segment;
            }

            segment.Dispose();
            return null;
        }
        catch (Exception e) when (IsDiskFailure(e))
        {
            return null;
        }
    }

    /// <summary>In one write: it is with the operating system when this returns, and outlives the process.</summary>
    /// <exception cref="IOException">Nothing of it counts as written.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            RandomAccess.Write(file.SafeFileHandle, lines, Length);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET makes of EFBIG, a limit on the size of files.
            throw new IOException("The file may not grow.", e);
        }

        Length += lines.Length;
    }

    /// <summary>All but the header.</summary>
    public byte[] Read()
    {
        var content = new byte[Math.Max(0, Length - Header.Length)];
        for (var read = 0; read < content.Length;)
        {
            var more = RandomAccess.Read(file.SafeFileHandle, content.AsSpan(read), Header.Length + read);
            read = more > 0 ? read + more : throw new EndOfStreamException();
        }

        return content;
    }

    public void Clear()
    {
        RandomAccess.SetLength(file.SafeFileHandle, Header.Length);
        Length = Header.Length;
    }

    /// <summary>Emptied first: whoever gets hold of it between the two steps finds nothing, and what cannot be deleted tells nothing.</summary>
    public void Delete()
    {
        try
        {
            Clear();
            Dispose();
            File.Delete(file.Name);
        }
        catch (Exception e) when (IsDiskFailure(e))
        {
            // What stays is read once more at the next start: receipts may come twice.
            Dispose();
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(string path, FileMode mode)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }
}
