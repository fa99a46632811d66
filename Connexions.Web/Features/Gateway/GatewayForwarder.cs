using System.Diagnostics;
using System.Net;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Verifications.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Connexions.Web.Features.Gateway;

/// <summary>Passes an admitted call on to its provider, and says in its receipt how it ended.</summary>
internal sealed partial class GatewayForwarder : IDisposable
{
    /// <summary>Tells a use from another: the number of its journal entry.</summary>
    public const string UseHeader = "X-Connexions-Use";

    private readonly IHttpForwarder forwarder;
    private readonly ProviderAddresses addresses;
    private readonly GatewayOptions options;
    private readonly ILogger<GatewayForwarder> logger;
    private readonly HttpMessageInvoker outward;
    private readonly HttpMessageInvoker onThisMachine;
    private readonly ForwarderRequestConfig config;

    public GatewayForwarder(IHttpForwarder forwarder, ProviderAddresses addresses, GatewayOptions options, ILogger<GatewayForwarder> logger)
    {
        (this.forwarder, this.addresses, this.options, this.logger) = (forwarder, addresses, options, logger);
        (outward, onThisMachine) = (NewInvoker(useProxy: true), NewInvoker(useProxy: false));
        config = new ForwarderRequestConfig { ActivityTimeout = options.IdleTimeout };
    }

    /// <returns>What to answer where nothing of the provider's was passed on; null where it was.</returns>
    public async ValueTask<GatewayRefusal?> ForwardAsync(HttpContext context, Provider provider, MatchedOperation matched, AdmittedCall call)
    {
        var request = context.Request;
        context.Response.Headers[UseHeader] = call.UseId.ToString();
        CountedBody? counted = null;
        if (call.Body is { } body)
        {
            (request.Body, request.ContentLength) = (new MemoryStream(body, writable: false), body.Length);
        }
        else if (request.ContentLength is null)
        {
            request.Body = counted = new CountedBody(request.Body);
        }

        using var passage = new Passage(provider, matched, call.Key, TargetOf(provider, matched.Path, request.QueryString), options);
        var error = ForwarderError.None;
        try
        {
            var invoker = passage.Target.IsLoopback ? onThisMachine : outward;
            error = await forwarder.SendAsync(context, passage.Target.GetLeftPart(UriPartial.Authority), invoker, config, passage, context.RequestAborted);
            await passage.CompleteAsync();
        }
        finally
        {
            var result = ResultOf(passage, error, context);
            Passed(provider.Code, matched.Operation.Code, passage.Status, result);
            await call.EndAsync(result, passage.Status, call.Body?.Length ?? counted?.Count ?? request.ContentLength ?? 0, passage.Received);
        }

        return Answered(context, provider, passage, error);
    }

    public void Dispose()
    {
        outward.Dispose();
        onThisMachine.Dispose();
    }

    /// <summary>
    /// No redirect, since the key would follow to wherever it points; no cookie that one client's call leaves for the
    /// next; no trace header; nothing decompressed, since compressed answers are not asked for.
    /// </summary>
    private HttpMessageInvoker NewInvoker(bool useProxy) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>The address to call: one of the provider's own hosts, and a path that was made from its list.</summary>
    private Uri TargetOf(Provider provider, string path, QueryString query)
    {
        // The list names paths from the host on; a stand-in may have a path of its own in place of the provider's.
        var own = provider.Verifier.BaseAddress.AbsolutePath.TrimStart('/');
        var target = new Uri(addresses.Of(provider), path[own.Length..] + query.Value);
        return addresses.Allows(provider, target)
            ? target
            : throw new InvalidOperationException($"A key of {provider.Name} may not be sent to {target.Host}.");
    }

    private static UseResult ResultOf(Passage passage, ForwarderError error, HttpContext context) => error switch
    {
        _ when passage.Result is { } known and not UseResult.Sent => known,
        ForwarderError.None when passage.Result is { } result => result,
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyClient or ForwarderError.RequestCanceled or ForwarderError.ResponseBodyCanceled
            => UseResult.Interrupted,
        _ => context.RequestAborted.IsCancellationRequested ? UseResult.Interrupted : UseResult.Unavailable,
    };

    private static GatewayRefusal? Answered(HttpContext context, Provider provider, Passage passage, ForwarderError error)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }

        var told = passage.Result switch
        {
            UseResult.KeyRefused => GatewayErrors.KeyRefused with { Arguments = [provider.Name] },
            null when error == ForwarderError.RequestTimedOut => GatewayErrors.ProviderTimeout with { Arguments = [provider.Name] },
            null when error is ForwarderError.RequestBodyClient => GatewayErrors.BodyUnreadable,
            null or UseResult.Unavailable => GatewayErrors.ProviderUnavailable with { Arguments = [provider.Name] },
            _ => null,
        };
        return told is null ? null : new GatewayRefusal(told);
    }

    [LoggerMessage(LogLevel.Debug, "Passed on to {Provider}: {Operation}, {Status}, {Result}.")]
    private partial void Passed(string provider, string operation, int? status, UseResult result);
}
