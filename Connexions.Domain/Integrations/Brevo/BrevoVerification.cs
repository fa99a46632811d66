using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.Brevo;

/// <summary>
/// <c>GET /v3/account</c>, which Brevo itself names as the way to try a key (developers.brevo.com/reference/quickstart-reference).
/// Fields: the official SDK, GetAccountResponse; errors <c>{"message", "code"}</c>, the code optional.
/// </summary>
public sealed class BrevoVerification : ProviderVerifier
{
    public override Uri BaseAddress { get; } = new("https://api.brevo.com/v3/");

    /// <summary>Every endpoint that is not listed has 100 calls an hour for each account (developers.brevo.com/docs/api-limits).</summary>
    public override CallLimit AccountLimit { get; } = new(100, TimeSpan.FromHours(1));

    public override bool NamesAccount => true;

    public override bool ListsSenders => true;

    public override HttpRequestMessage NewProbe(SecretText key) => NewRequest(HttpMethod.Get, "account", "api-key", key.Reveal());

    public override HttpRequestMessage NewSendersProbe(SecretText key) => NewRequest(HttpMethod.Get, "senders", "api-key", key.Reveal());

    public override IReadOnlyList<ProviderSender>? ReadSenders(ProviderAnswer answer)
    {
        if (answer.Status != 200 || AnswerJson.Read(answer) is not { } body || !body["senders"].IsArray)
        {
            return null;
        }

        return
        [
            .. from sender in body["senders"].Items
               let email = ProviderText.Email(sender["email"].Text)
               where email is not null
               select new ProviderSender(email, ProviderText.Name(sender["name"].Text), sender["active"].IsTrue),
        ];
    }

    protected override Verification? Read(int status, AnswerJson body) => status switch
    {
        200 => ReadAccount(body),
        _ when body["message"].Text is null => null,
        401 => ReadRefusal(body),
        402 => new Verification(VerificationVerdict.NoCredit),
        400 or 403 when body["code"].Is("account_under_validation") => Limited(VerificationCause.AccountUnderReview),
        403 when body["code"].Is("permission_denied") || body["code"].Is("reseller_permission_denied") => Limited(VerificationCause.MissingPermission),
        _ => null,
    };

    protected override string? RequestIdOf(ProviderAnswer answer) => ProviderText.Id(answer.Headers.GetValueOrDefault("sib-request-id"));

    /// <summary>Time left, in seconds, not a moment (developers.brevo.com/docs/limit-headers).</summary>
    protected override TimeSpan? OwnWait(ProviderAnswer answer) => ProviderWait.FromSeconds(answer.Headers.GetValueOrDefault("x-sib-ratelimit-reset"));

    private static Verification Limited(VerificationCause cause) => new(VerificationVerdict.InsufficientScope) { Cause = cause };

    /// <summary>
    /// Older versions of the contract lack some fields, so none of them is asked for by itself: two that all versions
    /// have make it an account.
    /// </summary>
    private static Verification? ReadAccount(AnswerJson body)
    {
        bool[] marks =
        [
            body["email"].Text is not null,
            body["companyName"].Text is not null,
            body["firstName"].Text is not null && body["lastName"].Text is not null,
            body["address"].IsObject,
            body["plan"].IsArray,
            body["relay"].IsObject,
        ];
        return marks.Count(mark => mark) < 2
            ? null
            : new Verification(VerificationVerdict.Valid)
            {
                Account = new ProviderAccount(
                    ProviderText.Id(body["organization_id"].Text), ProviderText.Email(body["email"].Text), ProviderText.Name(body["companyName"].Text)),
            };
    }

    /// <summary>A bad key and a caller at an address not let in have the same status and the same code: the message tells them apart.</summary>
    private static Verification? ReadRefusal(AnswerJson body)
    {
        var message = body["message"];
        if (message.Mentions("unrecognised IP", "unrecognized IP", "authorised_ips", "authorized_ips"))
        {
            return new Verification(VerificationVerdict.IpBlocked) { BlockedAddress = AddressIn(message.Text!) };
        }

        // The key did not arrive: something on the way takes headers out. Of the key that says nothing.
        if (message.Mentions("authentication not found"))
        {
            return null;
        }

        return body["code"].Is("unauthorized") || (body["code"].Text is null && message.Is("Key not found"))
            ? new Verification(VerificationVerdict.Rejected)
            : null;
    }

    private static string? AddressIn(string message) =>
        message.Split(' ').Select(word => ProviderText.Address(word.TrimEnd('.', ',', ';'))).FirstOrDefault(address => address is not null);
}
