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
// Warm means that the runtime has optimised the code, which beside other work takes more than the short job's three rounds.
// In this process: the solution's own build settings need no second copy for the benchmark's generated project.
var config = DefaultConfig.Instance.AddColumn(StatisticColumn.Median).AddJob(Job.ShortRun.WithWarmupCount(10).WithIterationCount(10).WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Connexions.Bench.ResolveBenchmarks).Assembly).Run(args, config);
