using System.Collections.Frozen;
using System.Net.Http.Headers;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Gateway.Answers;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Connexions.Web.Features.Gateway.Calls;

/// <summary>
/// What crosses, of one call: lists of what is passed on, not of what is held back. Of the caller's headers neither token,
/// cookie nor address; of the provider's answer neither key, cookie nor what tells of its account.
/// </summary>
internal sealed class Passage(Provider provider, MatchedOperation matched, SecretText key, bool rewritten, GatewayOptions options) : HttpTransformer, IDisposable
{
    private static readonly string[] RequestHeaders = ["Accept", "User-Agent"];
    private static readonly string[] RequestContentHeaders = ["Content-Type", "Content-Language", "Content-Encoding"];
    private static readonly string[] ResponseHeaders = ["Content-Type", "Content-Language", "Content-Disposition", "Retry-After"];

    /// <summary>The headers that cross on the way to each provider.</summary>
    private static readonly FrozenDictionary<string, string[]> CrossingOf = ProviderCatalogue.All.ToFrozenDictionary(
        provider => provider.Code, provider => (string[])[.. RequestHeaders, .. RequestContentHeaders, .. provider.Gateway.RequestHeaders], StringComparer.Ordinal);

    private readonly TokenScanner? tokens = matched.Operation.TellsTokens ? new() : null;
    private ScrubbingStream? scrubbing;
    private Stream? original;
    private HttpResponse? response;

    /// <summary>The whole address that is called.</summary>
    public Uri? Target { get; set; }

    /// <summary>Of the provider's answer; null while there is none.</summary>
    public int? Status { get; private set; }

    /// <summary>What the answer means; null while there is none.</summary>
    public UseResult? Result { get; private set; }

    /// <summary>How much of the answer's body came, bytes.</summary>
    public long Received { get; private set; }

    /// <summary>What the answer said so far that it took; null where it said nothing.</summary>
    public ModelTokens? Tokens => tokens?.Told;

    /// <param name="destinationPrefix">Not looked at, nor is the address that the caller wrote.</param>
    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = Target;
        var gateway = provider.Gateway;
        Copy(httpContext.Request.Headers, proxyRequest.Headers, RequestHeaders);
        Copy(httpContext.Request.Headers, proxyRequest.Headers, gateway.RequestHeaders);
        ProviderRoutes.PutKey(proxyRequest, provider, key);
        if (proxyRequest.Content is { } content)
        {
            if (rewritten)
            {
                // Written anew as what it is, whatever the caller called it.
                content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
            }
            else
            {
                Copy(httpContext.Request.Headers, content.Headers, RequestContentHeaders);
            }

            content.Headers.ContentLength = httpContext.Request.ContentLength;
        }

        return default;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        Status = (int)proxyResponse.StatusCode;
        response = httpContext.Response;
        // Free text of the provider's, which YARP has passed on by now.
        httpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        if (proxyResponse.IsSuccessStatusCode)
        {
            Result = UseResult.Sent;
            var spellings = new KeySpellings(key);
            PassHeaders(proxyResponse, spellings.AreIn);
            // Where no body may be, whatever the provider says of one, the server takes neither it nor its length.
            var hasBody = Status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent);
            response.ContentLength = hasBody ? proxyResponse.Content.Headers.ContentLength : null;
            if (response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true)
            {
                // nginx and what follows its example would collect the events before it passes them on.
                response.Headers["X-Accel-Buffering"] = "no";
            }

            original = response.Body;
            response.Body = scrubbing = new ScrubbingStream(hasBody ? original : Stream.Null, spellings, tokens);
            return true;
        }

        var body = await ProviderErrorBody.ReadAsync(proxyResponse, options.MaxErrorBytes, cancellationToken);
        Received = body.Length;
        Result = UseResults.Of(provider, matched.Operation, proxyResponse, body);
        if (Result is UseResult.KeyRefused or UseResult.ServerBlocked or UseResult.Unavailable)
        {
            // Told in the gateway's own words: the provider's would say that the caller's token is wrong, or nothing at all.
            return false;
        }

        var scrubber = new KeyScrubber(key);
        var scrubbed = scrubber.ScrubBody(body, proxyResponse.Content.Headers.ContentType?.MediaType);
        PassHeaders(proxyResponse, scrubber.Holds);
        response.ContentLength = scrubbed.Length;
        await response.Body.WriteAsync(scrubbed, cancellationToken);
        return false;
    }

    /// <summary>Whether a header that would be passed on may hold a service token.</summary>
    public static bool HeadersHoldToken(HttpRequest request, Provider provider) => Array.Exists(Crossing(provider), name => ServiceToken.IsIn(request.Headers[name].ToString()));

    /// <summary>The name of a header that would be passed on and cannot be: it would be found out only while it is sent.</summary>
    public static string? UnreadableHeader(HttpRequest request, Provider provider) => Array.Find(Crossing(provider), name => !CanTravel(request.Headers[name].ToString()));

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => default;

    /// <param name="isWhole">Whether the body came to its end: then what was held back, as it might have been the beginning of the key, is let go.</param>
    public async ValueTask CompleteAsync(bool isWhole)
    {
        if (scrubbing is not null)
        {
            if (isWhole)
            {
                await scrubbing.CompleteAsync();
            }

            Received = scrubbing.Written;
            response!.Body = original!;
        }
    }

    public void Dispose() => scrubbing?.Dispose();

    /// <param name="holdsKey">A value that does is left out.</param>
    private void PassHeaders(HttpResponseMessage answer, Func<string, bool> holdsKey)
    {
        foreach (var name in ResponseHeaders.Concat(provider.Gateway.ResponseHeaders))
        {
            var values = answer.Headers.NonValidated.TryGetValues(name, out var found) ? found
                : answer.Content.Headers.NonValidated.TryGetValues(name, out var ofContent) ? ofContent
                : default;
            if (values.Count == 1 && values.ToString() is var value && CanTravel(value) && !holdsKey(value))
            {
                response!.Headers[name] = value;
            }
        }
    }

    private static string[] Crossing(Provider provider) => CrossingOf[provider.Code];

    /// <summary>Neither server nor client takes another value, and either says so too late.</summary>
    private static bool CanTravel(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void Copy(IHeaderDictionary from, HttpHeaders to, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (from.TryGetValue(name, out var values) && values.Count > 0)
            {
                to.TryAddWithoutValidation(name, (string?)values);
            }
        }
    }
}
