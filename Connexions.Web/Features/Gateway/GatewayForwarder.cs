using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Yarp.ReverseProxy.Forwarder;

namespace Connexions.Web.Features.Gateway;

/// <summary>Passes an admitted call on to its provider, and says in its receipt how it ended.</summary>
internal sealed partial class GatewayForwarder(IHttpForwarder forwarder, ProviderRoutes routes, GatewayOptions options, ILogger<GatewayForwarder> logger)
{
    /// <summary>Tells a use from another: the number of its journal entry.</summary>
    public const string UseHeader = "X-Connexions-Use";

    private readonly ForwarderRequestConfig config = new() { ActivityTimeout = options.IdleTimeout };

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

        using var passage = new Passage(provider, matched, call.Key, routes.To(provider, matched, request.QueryString), options);
        var error = ForwarderError.None;
        try
        {
            error = await forwarder.SendAsync(context, passage.Target.GetLeftPart(UriPartial.Authority), routes.InvokerFor(passage.Target), config, passage, context.RequestAborted);
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
