using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connexions.Bench;

/// <summary><c>verification [count]</c>: so many connexions due at once, a provider that answers in 50 ms, one round of the job.</summary>
internal static class VerificationLoad
{
    public static async Task RunAsync(int count)
    {
        await using var database = await TestDatabase.CreateAsync(options: new() { Services = Register });
        var provider = ProviderCatalogue.Find("openai")!;
        for (var number = 0; number < count; number++)
        {
            await database.Given.ConnexionWithKeyAsync(provider, await database.Given.IndependentAsync(), SecretText.From(Key(number)));
        }

        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var tried = await database.Get<VerificationJob>().RoundAsync(CancellationToken.None);
        watch.Stop();
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tried} tried in {watch.Elapsed.TotalSeconds:F1} s; heap {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024.0:F1} MiB more than before, working set at its peak {peak / 1024 / 1024} MiB"));
    }

    private static string Key(int number) => $"sk-proj-{number.ToString("D74", CultureInfo.InvariantCulture)}T3BlbkFJ{new string('b', 74)}";

    private static void Register(IServiceCollection services)
    {
        services.AddSharing();
        services.AddSingleton(new VerificationOptions());
        services.AddVerificationJob();
        services.AddSingleton(new ProviderClientOptions());
        services.AddSingleton<ProviderLimits>();
        services.AddSingleton(provider => new ProviderClient(
            ProviderAddresses.Read(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = "Development" }),
            provider.GetRequiredService<ProviderLimits>(), new ProviderClientOptions(), TimeProvider.System, NullLogger<ProviderClient>.Instance, _ => new Answers()));
    }

    private sealed class Answers : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(50, cancellationToken);
            return new(HttpStatusCode.OK) { Content = new StringContent("""{"object":"list","data":[]}""", Encoding.UTF8, "application/json") };
        }
    }
}
