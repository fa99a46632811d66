using System.Diagnostics;
using System.Runtime.InteropServices;
using Connexions.Web.Features.Gateway.Receipts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connexions.Tests.Features.Gateway.Receipts;

/// <summary>Another process with a spool: these tests' own assembly, started by itself.</summary>
internal sealed class SpoolChild : IDisposable
{
    /// <summary>Begins, ends and drains uses in several threads until it is killed, and tells of each step.</summary>
    public const string Work = "work";

    /// <summary>Begins uses until the disk is full, as it were, then ends one of them.</summary>
    public const string Fill = "fill";

    private const int Threads = 4;

    private readonly Process process;

    private SpoolChild(Process process) => this.process = process;

    public static SpoolChild Start(string what, string folder) => new(Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
    {
        ArgumentList = { "exec", typeof(SpoolChild).Assembly.Location, what, folder },
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!);

    /// <summary>The entry point of this assembly; the test runner does not use it.</summary>
    public static int Main(string[] args)
    {
        if (args is not [var what, var folder])
        {
            return 1;
        }

        using var spool = new ReceiptSpool(folder, new() { SegmentBytes = 8000 }, NullLogger<ReceiptSpool>.Instance);
        spool.Open();
        if (what == Fill)
        {
            FillUp(spool);
        }
        else
        {
            Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread => WorkOn(spool, thread));
        }

        return 0;
    }

    /// <summary>The next lines that it tells; fewer when it ends before.</summary>
    public async Task<List<string>> ReadAsync(int lines = int.MaxValue)
    {
        var told = new List<string>();
        while (told.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            told.Add(line);
        }

        return told;
    }

    /// <summary>Kills it without warning; it is gone, its locks too, when this returns. What it had told beyond what was read.</summary>
    public async Task<List<string>> KillAsync()
    {
        process.Kill();
        var told = await ReadAsync();
        await process.WaitForExitAsync();
        return told;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static void WorkOn(ReceiptSpool spool, int thread)
    {
        for (var i = thread; ; i += Threads)
        {
            var use = SpoolFolder.Use(i);
            if (!spool.TryBegin(use))
            {
                throw new InvalidOperationException("The spool refused.");
            }

            Console.WriteLine($"begun {use.UseId}");
            if (i % 3 == 0)
            {
                continue;
            }

            spool.End(use.UseId, SpoolFolder.End(i));
            Console.WriteLine($"ended {use.UseId} {SpoolFolder.End(i).Result}");
            if (i % 3 == 1)
            {
                Console.WriteLine($"drained {use.UseId}");
                spool.Drained([use.UseId]);
            }
        }
    }

    private static void FillUp(ReceiptSpool spool)
    {
        // A limit on the size of files; the signal that comes with it is ignored (1: SIG_IGN), so that writes fail instead.
        _ = NativeMethods.Signal(NativeMethods.FileSizeSignal, 1);
        _ = NativeMethods.SetLimit(NativeMethods.FileSize, [8192, 8192]);
        var first = SpoolFolder.Use(1);
        var began = 0;
        for (var use = first; spool.TryBegin(use); use = SpoolFolder.Use(++began + 1))
        {
        }

        Console.WriteLine(began);
        Console.WriteLine(spool.TryBegin(SpoolFolder.Use(1)) ? "begun" : "refused");
        spool.End(first.UseId, SpoolFolder.End(1));
        Console.WriteLine($"{spool.Take(10).Count(receipt => receipt.Begun == first)} taken");
    }

    private static class NativeMethods
    {
        public const int FileSize = 1;
        public const int FileSizeSignal = 25;

        [DllImport("libc", EntryPoint = "signal")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Signal(int number, nint handler);

        [DllImport("libc", EntryPoint = "setrlimit")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int SetLimit(int resource, ulong[] softAndHard);
    }
}
