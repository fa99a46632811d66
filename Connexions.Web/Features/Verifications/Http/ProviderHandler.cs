using System.Text;
using Connexions.Domain.Integrations;
using Polly;
using Polly.Retry;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>
/// Reads each answer up to its cap, and asks again where that may help: a lost connection, 408, 500, 502, 503, 504, and
/// "too many calls" that says to come back shortly. Only for calls that do nothing (GET), and never for money that has run out.
/// </summary>
internal sealed class ProviderHandler : DelegatingHandler
{
    /// <summary>The last answer to a request.</summary>
    public static readonly HttpRequestOptionsKey<ProviderAnswer> Answer = new("Connexions.Answer");

    /// <summary>How often a request was sent.</summary>
    public static readonly HttpRequestOptionsKey<int> Attempts = new("Connexions.Attempts");

    private readonly ProviderVerifier verifier;
    private readonly ProviderClientOptions options;
    private readonly TimeProvider clock;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    public ProviderHandler(ProviderVerifier verifier, ProviderClientOptions options, TimeProvider clock, HttpMessageHandler inner)
        : base(inner)
    {
        (this.verifier, this.options, this.clock) = (verifier, options, clock);
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(MayHelp(args.Outcome)),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } response ? AskedWait(response) : null),
            });
        }

        pipeline = builder.Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Get
            ? await pipeline.ExecuteAsync(token => new ValueTask<HttpResponseMessage>(SendOnceAsync(request, token)), cancellationToken)
            : await SendOnceAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(Attempts, out var attempts);
        request.Options.Set(Attempts, attempts + 1);
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            response.RequestMessage = request;
            request.Options.Set(Answer, await ReadAsync(response, cancellationToken));
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private bool MayHelp(Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Exception is { } exception)
        {
            return exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded };
        }

        if (AnswerOf(outcome.Result!) is not { Status: 408 or 429 or 500 or 502 or 503 or 504 } answer)
        {
            return false;
        }

        var verification = verifier.Classify(answer);
        return verification.Verdict switch
        {
            VerificationVerdict.RateLimited => verification.RetryAfter <= options.LongestRetryWait,
            VerificationVerdict.ProviderUnavailable => verification.RetryAfter is null || verification.RetryAfter <= options.LongestRetryWait,
            _ => false,
        };
    }

    private TimeSpan? AskedWait(HttpResponseMessage response) => AnswerOf(response) is { } answer ? verifier.Classify(answer).RetryAfter : null;

    private static ProviderAnswer? AnswerOf(HttpResponseMessage response) =>
        response.RequestMessage!.Options.TryGetValue(Answer, out var answer) ? answer : null;

    private async Task<ProviderAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var limit = response.IsSuccessStatusCode ? verifier.AnswerMaxBytes : options.ErrorMaxBytes;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await CappedBody.ReadAsync(stream, limit, cancellationToken);
        return new ProviderAnswer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(read.Bytes))
        {
            IsCutOff = read.IsCutOff,
            Headers = ProviderAnswer.HeadersKept
                .Where(response.Headers.NonValidated.Contains)
                .ToDictionary(name => name, name => response.Headers.NonValidated[name].First(), StringComparer.Ordinal),
            ReceivedAt = clock.GetUtcNow().UtcDateTime,
        };
    }
}
