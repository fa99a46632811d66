using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Connexions.Bench;
using Connexions.Bench.Gateway;
using Connexions.Bench.Scale;
using Connexions.Bench.Start;

switch (args)
{
    case ["verification", ..]:
        await VerificationLoad.RunAsync(Number(1, 10_000));
        return;
    case ["gateway", ..]:
        await GatewayLoad.RunAsync(seconds: Number(1, 30), rounds: Number(2, 5), agencies: Number(3, 10));
        return;
    case ["streams", ..]:
        await StreamLoad.RunAsync(streams: Number(1, 200), seconds: Number(2, 60));
        return;
    case ["mails", ..]:
        MailShapes.Run();
        return;
    case ["scale", .. var sizes]:
        await ScaleRun.RunAsync(sizes.Length == 0 ? [1_000, 100_000, 1_000_000] : [.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))]);
        return;
    case ["start", ..]:
        await StartRun.RunAsync(rounds: Number(1, 3));
        return;
    case ["pages", ..]:
        await PagesRun.RunAsync(rounds: Number(1, 9));
        return;
    case ["part", var name, .. var rest]:
        await Parts.RunAsync(name, rest);
        return;
}

// The median beside the mean: what is promised is a median, and a shared machine has outliers.
// Warm means that the runtime has optimised the code, which beside other work takes more than the short job's three rounds.
// In this process: the solution's own build settings need no second copy for the benchmark's generated project.
var config = DefaultConfig.Instance.AddColumn(StatisticColumn.Median).AddJob(Job.ShortRun.WithWarmupCount(10).WithIterationCount(10).WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(ResolveBenchmarks).Assembly).Run(args, config);

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
