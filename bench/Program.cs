using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["verification", ..])
{
    await Connexions.Bench.VerificationLoad.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10_000);
    return;
}

// The median beside the mean: what is promised is a median, and a shared machine has outliers.
// In this process: the solution's own build settings need no second copy for the benchmark's generated project.
var config = DefaultConfig.Instance.AddColumn(StatisticColumn.Median).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Connexions.Bench.ResolveBenchmarks).Assembly).Run(args, config);
