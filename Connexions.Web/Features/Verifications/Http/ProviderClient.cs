using System.Collections.Concurrent;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>
/// The edge to the providers. Whatever happens out there comes back as a <see cref="Verification"/>: no exception, no
/// body and no header leaves here, since any of them may hold the key. The log gets status, verdict and call id.
/// </summary>
public sealed partial class ProviderClient : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<HttpClient>> clients = new(StringComparer.Ordinal);
    private readonly ProviderAddresses addresses;
    private readonly ProviderLimits limits;
    private readonly ProviderClientOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<ProviderClient> logger;
    private readonly Func<Uri, HttpMessageHandler> newHandler;

    public ProviderClient(
        ProviderAddresses addresses, ProviderLimits limits, ProviderClientOptions options, TimeProvider clock, ILogger<ProviderClient> logger)
        : this(addresses, limits, options, clock, logger, address => NewHandler(address, options))
    {
    }

    internal ProviderClient(
        ProviderAddresses addresses,
        ProviderLimits limits,
        ProviderClientOptions options,
        TimeProvider clock,
        ILogger<ProviderClient> logger,
        Func<Uri, HttpMessageHandler> newHandler)
    {
        (this.addresses, this.limits, this.options, this.clock, this.logger, this.newHandler) = (addresses, limits, options, clock, logger, newHandler);
    }

    /// <summary>Asks a provider about a key, for a person who waits.</summary>
    public Task<Verification> VerifyAsync(
        Provider provider, SecretText key, Guid organisationId, bool withSenders, CancellationToken cancellationToken) =>
        VerifyAsync(provider, key, organisationId, withSenders, options.LongestTurnWait, cancellationToken);

    /// <param name="longestWait">
    /// How long to wait for a turn; zero for a job, which comes back later: it then gets
    /// <see cref="VerificationCause.OwnLimit"/> and in <see cref="Verification.RetryAfter"/> when.
    /// </param>
    public async Task<Verification> VerifyAsync(
        Provider provider, SecretText key, Guid organisationId, bool withSenders, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        if (!CanTravel(key) || provider.Verifier.NewProbe(key) is not { } probe)
        {
            return new(VerificationVerdict.Unverifiable);
        }

        var call = new Call(provider, key, organisationId, longestWait);
        var (verification, _) = await AskAsync(call, probe, provider.Verifier.Classify, cancellationToken);
        if (verification.Account?.Id is { } accountId)
        {
            limits.Learn(provider, key, accountId);
        }

        if (withSenders && verification.Verdict == VerificationVerdict.Valid && provider.Verifier.NewSendersProbe(key) is { } sendersProbe)
        {
            // Whatever becomes of the second question, the first has been answered.
            var (_, answer) = await AskAsync(call, sendersProbe, provider.Verifier.Classify, cancellationToken);
            verification = verification with { Senders = answer is null ? null : provider.Verifier.ReadSenders(answer) };
        }

        return ProviderText.WithoutEcho(verification, key);
    }

    /// <summary>Sends a mail with the key. Once: a call that fails without an answer may have sent it.</summary>
    public async Task<Verification> SendTestMailAsync(
        Provider provider, SecretText key, TestMail mail, Guid organisationId, CancellationToken cancellationToken)
    {
        if (!CanTravel(key) || provider.Verifier.NewTestMail(key, mail) is not { } request)
        {
            return new(VerificationVerdict.Unverifiable);
        }

        var call = new Call(provider, key, organisationId, options.LongestTurnWait);
        var (verification, _) = await AskAsync(call, request, provider.Verifier.ClassifyTestMail, cancellationToken);
        return ProviderText.WithoutEcho(verification, key);
    }

    public void Dispose()
    {
        foreach (var client in clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private static SocketsHttpHandler NewHandler(Uri address, ProviderClientOptions options)
    {
        var handler = ProviderSockets.New(address.IsLoopback, options.ConnectTimeout);
        handler.MaxResponseHeadersLength = options.HeadersMaxKilobytes;
        return handler;
    }

    /// <summary>Whether a header can hold the key. The form refuses others; one that was stored otherwise is not sent anywhere.</summary>
    private static bool CanTravel(SecretText key) => key.Reveal().All(c => c is >= '!' and <= '~');

    private async Task<(Verification Verification, ProviderAnswer? Answer)> AskAsync(
        Call call, HttpRequestMessage request, Func<ProviderAnswer, Verification> classify, CancellationToken cancellationToken)
    {
        using (request)
        {
            var turn = await limits.TakeAsync(call.Provider, call.OrganisationId, call.Key, call.LongestWait, cancellationToken);
            if (!turn.IsGranted)
            {
                HeldBack(call.Provider.Code, turn.At);
                return (new(VerificationVerdict.RateLimited) { Cause = VerificationCause.OwnLimit, RetryAfter = turn.At - Now }, null);
            }

            var answer = await SendAsync(call.Provider, request, cancellationToken);
            request.Options.TryGetValue(ProviderHandler.Attempts, out var attempts);
            limits.Count(call.Provider, call.OrganisationId, call.Key, Math.Max(0, attempts - 1));
            if (answer is null)
            {
                return (new(VerificationVerdict.ProviderUnavailable), null);
            }

            var verification = classify(answer) with { AnsweredAt = answer.ReceivedAt };
            Answered(call.Provider.Code, answer.Status, verification.Verdict, ProviderText.WithoutEcho(verification, call.Key).RequestId, attempts);
            if (verification.Verdict == VerificationVerdict.RateLimited)
            {
                limits.Block(call.Provider, call.OrganisationId, call.Key, Now + (verification.RetryAfter ?? options.BlockWithoutWord));
            }

            return (verification, answer);
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Null when no answer came.</summary>
    private async Task<ProviderAnswer?> SendAsync(Provider provider, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = addresses.Of(provider);
        request.RequestUri = addresses.To(provider, request.RequestUri!);
        var client = clients.GetOrAdd($"{provider.Code} {address}", _ => new Lazy<HttpClient>(() => NewClient(provider, address)));
        using var timeout = new CancellationTokenSource(options.TotalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return request.Options.TryGetValue(ProviderHandler.Answer, out var answer) ? answer : null;
        }
        catch (HttpRequestException e)
        {
            Failed(provider.Code, e.HttpRequestError);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            TimedOut(provider.Code);
        }

        return null;
    }

    private HttpClient NewClient(Provider provider, Uri address)
    {
        var client = new HttpClient(new ProviderHandler(provider.Verifier, options, clock, new ProviderWire(newHandler(address)))) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", nameof(Connexions));
        return client;
    }

    private sealed record Call(Provider Provider, SecretText Key, Guid OrganisationId, TimeSpan LongestWait);

    [LoggerMessage(LogLevel.Information, "Asked {Provider}: {Status}, {Verdict}, call {RequestId}, attempts {Attempts}.")]
    private partial void Answered(string provider, int status, VerificationVerdict verdict, string? requestId, int attempts);

    [LoggerMessage(LogLevel.Warning, "Asked {Provider}: no answer ({Reason}).")]
    private partial void Failed(string provider, HttpRequestError reason);

    [LoggerMessage(LogLevel.Warning, "Asked {Provider}: no answer in time.")]
    private partial void TimedOut(string provider);

    [LoggerMessage(LogLevel.Information, "Holding back a call to {Provider} until {At:O}.")]
    private partial void HeldBack(string provider, DateTime at);
}
