using Connexions.Web;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Gateway.Calls;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Features.Verifications.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Connexions.Bench.Gateway;

/// <summary>
/// What runs beside the load, each in a process of its own as in life: the provider's stand-in, a bare YARP forward to
/// it, and the whole application. A part writes its address first, then one line of figures for each line it reads, and
/// ends with its input.
/// </summary>
internal static class Parts
{
    public const string Fake = "fake";
    public const string Bare = "bare";
    public const string Application = "application";

    /// <summary>The line that asks for figures after a collection.</summary>
    public const string Collect = "collect";

    public static async Task RunAsync(string name, string[] args)
    {
        await using var app = name switch
        {
            Fake => FakeApi.Build(args[0]),
            Bare => BuildBare(args[0]),
            _ => Hosting.Build(args),
        };
        if (name == Application)
        {
            await Startup.PrepareAsync(app);
        }

        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        while (await Console.In.ReadLineAsync() is { } asked)
        {
            if (asked == Collect)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            }

            Console.WriteLine($"{Environment.WorkingSet} {GC.GetTotalMemory(forceFullCollection: false)} {GC.GetTotalAllocatedBytes()} {app.Services.GetService<ReceiptSpool>()?.Undrained ?? 0}");
        }

        await app.StopAsync();
    }

    /// <summary>Over the very connections that the gateway uses, and nothing else of it.</summary>
    private static WebApplication BuildBare(string fake)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var routes = new ProviderRoutes(
            ProviderAddresses.Read(new ConfigurationBuilder().Build(), new HostingEnvironment()), new GatewayOptions { Folder = "" });
        var invoker = routes.InvokerFor(new Uri(fake));
        var config = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) };
        app.Run(async context => await forwarder.SendAsync(context, fake, invoker, config, HttpTransformer.Default, context.RequestAborted));
        return app;
    }
}
