using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations;

/// <summary>
/// Asks a provider whether a key works: which call, and what its answer means. Knows nothing of how the call is made:
/// time-outs, retries, limits and the caps on answers are the caller's. An answer is judged by its status and its body
/// together; what is not recognised is <see cref="VerificationVerdict.UnexpectedResponse"/>, and only the documented
/// refusal of a key is <see cref="VerificationVerdict.Rejected"/>.
/// </summary>
public abstract class ProviderVerifier
{
    /// <summary>
    /// The real address, https, ending in a slash; the calls' addresses are relative to it. The setting
    /// <c>Providers:…:BaseUrl</c> stands in its place, outside Production only.
    /// </summary>
    public abstract Uri BaseAddress { get; }

    /// <summary>The hosts a key of this provider may be sent to: a closed list.</summary>
    public virtual IReadOnlyList<string> Hosts => [BaseAddress.Host];

    /// <summary>How many calls one account may make.</summary>
    public abstract CallLimit AccountLimit { get; }

    /// <summary>The longest answer to a successful call worth reading, in bytes.</summary>
    public virtual int AnswerMaxBytes => 64 * 1024;

    /// <summary>Whether the provider can be asked about a key without doing anything.</summary>
    public virtual bool CanProbe => true;

    /// <summary>Whether the answer tells whose account the key opens.</summary>
    public virtual bool NamesAccount => false;

    /// <summary>Whether the provider lists the addresses the account may send as.</summary>
    public virtual bool ListsSenders => false;

    /// <summary>Whether the key can be tried by a mail that a person sends to themself.</summary>
    public virtual bool SendsTestMail => false;

    /// <summary>The call that tells whether the key works and does nothing; null where there is none.</summary>
    public virtual HttpRequestMessage? NewProbe(SecretText key) => null;

    /// <summary>The call that lists the account's senders; null where there is none.</summary>
    public virtual HttpRequestMessage? NewSendersProbe(SecretText key) => null;

    /// <summary>The call that sends a mail; null where there is none. It does something: never repeat it by itself.</summary>
    public virtual HttpRequestMessage? NewTestMail(SecretText key, TestMail mail) => null;

    /// <summary>What the answer to <see cref="NewProbe"/> says of the key.</summary>
    public Verification Classify(ProviderAnswer answer) => Judge(answer, Read);

    /// <summary>What the answer to <see cref="NewTestMail"/> says of the key.</summary>
    public Verification ClassifyTestMail(ProviderAnswer answer) => Judge(answer, ReadTestMail);

    /// <summary>The senders in the answer to <see cref="NewSendersProbe"/>; null where it lists none or not all of them.</summary>
    public virtual IReadOnlyList<ProviderSender>? ReadSenders(ProviderAnswer answer) => null;

    /// <summary>What a JSON answer says; null for one that the provider's contract does not have.</summary>
    protected abstract Verification? Read(int status, AnswerJson body);

    protected virtual Verification? ReadTestMail(int status, AnswerJson body) => null;

    /// <summary>The provider's name for the call.</summary>
    protected virtual string? RequestIdOf(ProviderAnswer answer) => ProviderText.Id(answer.Headers.GetValueOrDefault("x-request-id"));

    /// <summary>How long the provider asks to wait, in the headers of its own; Retry-After has been looked at.</summary>
    protected virtual TimeSpan? OwnWait(ProviderAnswer answer) => null;

    /// <summary>A request with the key in a header, as it is: it was checked to be one that a header can hold.</summary>
    protected static HttpRequestMessage NewRequest(HttpMethod method, string path, string header, string value)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private Verification Judge(ProviderAnswer answer, Func<int, AnswerJson, Verification?> read)
    {
        var verification = (answer.Status, AnswerJson.Read(answer)) switch
        {
            (408 or (>= 500 and <= 599), _) => new Verification(VerificationVerdict.ProviderUnavailable),
            (_, { IsObject: true } body) when read(answer.Status, body) is { } recognised => recognised,
            (429, _) => new Verification(VerificationVerdict.RateLimited),
            _ => new Verification(VerificationVerdict.UnexpectedResponse),
        };
        return verification with
        {
            RequestId = verification.RequestId ?? RequestIdOf(answer),
            RetryAfter = verification.Verdict is VerificationVerdict.RateLimited or VerificationVerdict.ProviderUnavailable
                ? ProviderWait.FromRetryAfter(answer.Headers.GetValueOrDefault("retry-after"), answer.ReceivedAt) ?? OwnWait(answer)
                : null,
        };
    }
}
