using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Threading.Channels;

namespace Connexions.Bench.Gateway;

/// <param name="WorkingSet">Bytes.</param>
/// <param name="Heap">Bytes.</param>
/// <param name="Allocated">Bytes since the start.</param>
/// <param name="Undrained">Receipts that wait for the journal.</param>
internal sealed record Figures(long WorkingSet, long Heap, long Allocated, int Undrained);

/// <summary>This program once more, as one of the <see cref="Parts"/>: gone when it is disposed of, or with this process.</summary>
internal sealed class Part : IAsyncDisposable
{
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    private Part(Process process)
    {
        this.process = process;
        // Always, not only when something is asked: a part whose pipe is full would stand still in the middle of a call.
        process.OutputDataReceived += (_, line) => _ = line.Data is null ? lines.Writer.TryComplete() : lines.Writer.TryWrite(line.Data);
        process.BeginOutputReadLine();
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<Part> StartAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, "part", .. args]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // As the web project's own settings have it; that of a console program is another.
        start.Environment["DOTNET_gcServer"] = "1";
        var part = new Part(Process.Start(start)!);
        part.Address = new Uri(await part.ReadAsync(line => line.StartsWith("http://", StringComparison.Ordinal)));
        return part;
    }

    /// <param name="collect">Whether what nobody holds any more is thrown away before.</param>
    public async Task<Figures> FiguresAsync(bool collect = false)
    {
        await process.StandardInput.WriteLineAsync(collect ? Parts.Collect : "");
        var said = (await ReadAsync(line => line.Length > 0 && line.All(c => char.IsAsciiDigit(c) || c == ' '))).Split(' ');
        long Number(int index) => long.Parse(said[index], CultureInfo.InvariantCulture);
        return new Figures(Number(0), Number(1), Number(2), (int)Number(3));
    }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Spent()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // What the part logs stands between.
    private async Task<string> ReadAsync(Predicate<string> isMeant)
    {
        await foreach (var line in lines.Reader.ReadAllAsync())
        {
            if (isMeant(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException("A part has ended.");
    }
}
