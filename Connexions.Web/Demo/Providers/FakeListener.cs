using System.Net;

namespace Connexions.Web.Demo.Providers;

/// <summary>A small application of its own on a free port of this machine.</summary>
internal sealed class FakeListener : IAsyncDisposable
{
    private WebApplication? app;

    /// <summary>Where it listens, once started.</summary>
    public Uri Address { get; private set; } = null!;

    public async Task StartAsync(RequestDelegate handle)
    {
        // A test's application factory listens for hosts being built in its own flow, and would set this one up as well.
        Task start;
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            start = Task.Run(() => ListenAsync(handle));
        }

        await start;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private async Task ListenAsync(RequestDelegate handle)
    {
        // Nothing of the outer application's settings or addresses: this one knows its own alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, OuterLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
    }

    /// <summary>The outer application decides when the process ends: a fake listens to no signal.</summary>
    private sealed class OuterLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
