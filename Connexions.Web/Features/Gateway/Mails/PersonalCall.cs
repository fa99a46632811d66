using System.Net.Http.Headers;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Gateway.Admissions;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Calls;
using Connexions.Web.Features.Verifications.Http;

namespace Connexions.Web.Features.Gateway.Mails;

/// <param name="Cause">Why, where the provider told.</param>
/// <param name="Proof">That the key works, as far as a mail that was accepted says so; null where it says nothing, or nothing more than is known.</param>
internal sealed record PersonalAnswer(UseResult Result, VerificationCause? Cause, Verification? Proof);

/// <summary>
/// Sends an admitted call for a person at the screen, and says in its receipt how it ended. Of the provider's answer
/// nothing goes further than what it means.
/// </summary>
internal sealed class PersonalCall(ProviderRoutes routes, GatewayOptions options, TimeProvider clock)
{
    /// <summary>How long a person is kept waiting for a provider.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string Json = "application/json";

    /// <exception cref="OperationCanceledException">The person left; what was sent may have arrived.</exception>
    public async Task<PersonalAnswer> SendAsync(Provider provider, MatchedOperation matched, AdmittedCall call, CancellationToken cancellationToken)
    {
        var target = routes.To(provider, matched);
        using var request = new HttpRequestMessage(new HttpMethod(matched.Operation.Method), target);
        ProviderRoutes.PutKey(request, provider, call.Key);
        request.Headers.TryAddWithoutValidation("Accept", Json);
        request.Headers.TryAddWithoutValidation("User-Agent", nameof(Connexions));
        request.Content = new ByteArrayContent(call.Body ?? []) { Headers = { ContentType = new MediaTypeHeaderValue(Json, "utf-8") } };

        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var (result, cause, status, received) = (UseResult.Interrupted, (VerificationCause?)null, (int?)null, 0);
        Verification? proof = null;
        try
        {
            using var answer = await routes.InvokerFor(target).SendAsync(request, either.Token);
            status = (int)answer.StatusCode;
            var body = await ProviderErrorBody.ReadAsync(answer, options.MaxErrorBytes, either.Token);
            received = body.Length;
            // What is no JSON comes from something on the way, such as a portal, whatever its status.
            (result, cause) = answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == Json
                ? (UseResult.Sent, null)
                : UseResults.Read(provider, matched.Operation, answer, body);
            proof = result == UseResult.Sent ? UseResults.ProofOf(provider, answer, body) : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            result = ProviderWire.NeverLeft(e) ? UseResult.Unreached : UseResult.Unavailable;
        }
        finally
        {
            await call.EndAsync(result, status, call.Body?.Length ?? 0, received, tokens: null);
        }

        return new PersonalAnswer(result, cause, proof);
    }
}
