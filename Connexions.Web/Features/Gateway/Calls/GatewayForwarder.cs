using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway.Admissions;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Verifications.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Connexions.Web.Features.Gateway.Calls;

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
            request.Body = counted = new CountedBody(request.Body, options.MaxBodyBytes);
        }

        // YARP would open a tunnel to the provider in the listed call's place, whatever its method.
        context.Features.Set<IHttpUpgradeFeature>(null);
        context.Features.Set<IHttpExtendedConnectFeature>(null);
        using var passage = new Passage(provider, matched, call.Key, rewritten: call.Body is not null, options);
        var error = ForwarderError.None;
        try
        {
            var target = passage.Target = routes.To(provider, matched);
            // YARP tells its events where a call goes: the host alone.
            error = await forwarder.SendAsync(context, target.GetLeftPart(UriPartial.Authority), routes.InvokerFor(target), config, passage, context.RequestAborted);
            await passage.CompleteAsync(isWhole: error == ForwarderError.None);
        }
        finally
        {
            var result = ResultOf(passage, matched.Operation, error, context, counted);
            Passed(provider.Code, matched.Operation.Code, passage.Status, result);
            if (error is ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination)
            {
                NotPassed(provider.Code, matched.Operation.Code, error, (context.GetForwarderErrorFeature()?.Exception as HttpRequestException)?.HttpRequestError);
            }

            await call.EndAsync(result, passage.Status, call.Body?.Length ?? counted?.Count ?? request.ContentLength ?? 0, passage.Received, passage.Tokens, result == UseResult.Refused ? GatewayErrors.BodyTooLarge.Code : null);
        }

        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }

        var wasSent = passage.Result == UseResult.Sent && error != ForwarderError.None && matched.Operation.Method != HttpMethods.Get;
        var told = wasSent ? null : Told(provider, passage, error, context, counted);
        if (wasSent || told is not null)
        {
            // Nothing of an answer that broke off is left in the one that says so.
            context.Response.Clear();
            context.Response.Headers[UseHeader] = call.UseId.ToString();
        }

        if (wasSent)
        {
            // The provider accepted the call and its answer was lost: whoever is told of an error does it once more.
            context.Response.StatusCode = passage.Status!.Value;
        }

        return told is null ? null : new GatewayRefusal(told);
    }

    /// <summary>A call that the provider accepted was not refused by what happened to its answer.</summary>
    private static UseResult ResultOf(Passage passage, GatewayOperation operation, ForwarderError error, HttpContext context, CountedBody? counted) => (passage.Result, error) switch
    {
        ({ } result, ForwarderError.None) => result,
        // A mail is sent when it is accepted; of what else was to come back, a part is missing.
        (UseResult.Sent, _) => operation.Mail is null ? UseResult.Interrupted : UseResult.Sent,
        ({ } result, _) => result,
        (null, ForwarderError.RequestBodyClient) when counted is { IsTooLarge: true } => UseResult.Refused,
        (null, ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled) => UseResult.Interrupted,
        _ => context.RequestAborted.IsCancellationRequested ? UseResult.Interrupted : NeverLeft(context) ? UseResult.Unreached : UseResult.Unavailable,
    };

    private static bool NeverLeft(HttpContext context) => ProviderWire.NeverLeft(context.GetForwarderErrorFeature()?.Exception);

    /// <summary>What the caller is told in the gateway's own words; null where the provider's were passed on.</summary>
    private Error? Told(Provider provider, Passage passage, ForwarderError error, HttpContext context, CountedBody? counted) => (passage.Result, error) switch
    {
        (UseResult.KeyRefused, _) => GatewayErrors.KeyRefused with { Arguments = [provider.Name] },
        (UseResult.ServerBlocked, _) => GatewayErrors.ServerBlocked with { Arguments = [provider.Name] },
        (UseResult.Unavailable, _) => GatewayErrors.ProviderUnavailable with { Arguments = [provider.Name] },
        (UseResult.Failed or UseResult.Throttled or UseResult.NoCredit, _) or (UseResult.Sent, ForwarderError.None) => null,
        (null, ForwarderError.RequestTimedOut) => GatewayErrors.ProviderTimeout with { Arguments = [provider.Name] },
        (null, ForwarderError.RequestBodyClient) when counted is { IsTooLarge: true } => GatewayErrors.LargerThan(options.MaxBodyBytes),
        (null, ForwarderError.RequestBodyClient) => GatewayErrors.BodyUnreadable,
        (null, _) when NeverLeft(context) => GatewayErrors.ProviderUnreached with { Arguments = [provider.Name] },
        _ => GatewayErrors.AnswerLost with { Arguments = [provider.Name] },
    };

    [LoggerMessage(LogLevel.Debug, "Passed on to {Provider}: {Operation}, {Status}, {Result}.")]
    private partial void Passed(string provider, string operation, int? status, UseResult result);

    [LoggerMessage(LogLevel.Warning, "No whole answer of {Provider} to {Operation}: {Error}, {Reason}.")]
    private partial void NotPassed(string provider, string operation, ForwarderError error, HttpRequestError? reason);
}
