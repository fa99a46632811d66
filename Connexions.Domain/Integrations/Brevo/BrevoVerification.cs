using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations.Brevo;

/// <summary>
/// <c>GET /v3/account</c>, which Brevo itself names as the way to try a key (developers.brevo.com/reference/quickstart-reference).
/// Fields: the official SDK, GetAccountResponse; errors <c>{"message", "code"}</c>, the code optional.
/// </summary>
public sealed class BrevoVerification : ProviderVerifier
{
    /// <summary>
    /// Older versions of the contract lack some members, so none of them is asked for by itself: this many of those that
    /// make an account have to be there.
    /// </summary>
    private const int MarksOfAnAccount = 3;

    /// <summary>
    /// How a key is refused that may not read what was asked for (help.brevo.com 40154686262546). With which status and
    /// code is not documented.
    /// </summary>
    private const string PermissionMissing = "Access denied for resource";

    /// <summary>Members of an error; no success has any of them.</summary>
    private static readonly string[] ErrorMembers = ["message", "code", "error", "errors"];

    public override Uri BaseAddress { get; } = new("https://api.brevo.com/v3/");

    /// <summary>Every endpoint that is not listed has 100 calls an hour for each account (developers.brevo.com/docs/api-limits).</summary>
    public override CallLimit AccountLimit { get; } = new(100, TimeSpan.FromHours(1));

    public override bool NamesAccount => true;

    public override bool ListsSenders => true;

    public override HttpRequestMessage NewProbe(SecretText key) => NewRequest(HttpMethod.Get, "account", "api-key", key.Reveal());

    public override HttpRequestMessage NewSendersProbe(SecretText key) => NewRequest(HttpMethod.Get, "senders", "api-key", key.Reveal());

    public override IReadOnlyList<ProviderSender>? ReadSenders(ProviderAnswer answer)
    {
        if (answer.Status != 200 || AnswerJson.Read(answer) is not { } body || !body["senders"].IsArray || body.HasAny(ErrorMembers))
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

    protected override Verification? Read(int status, AnswerJson body)
    {
        var (message, code) = (body["message"], body["code"]);
        if (status == 200)
        {
            return body.HasAny(ErrorMembers) ? null : ReadAccount(body);
        }

        // An error that is an account as well contradicts itself.
        if (message.Text is null || MarksOf(body) > 0)
        {
            return null;
        }

        return status switch
        {
            400 or 401 or 403 when message.Mentions(PermissionMissing) => Limited(VerificationCause.MissingPermission),
            401 when IsOfCode(body, "unauthorized") => ReadRefusal(message),
            402 when code.Is("not_enough_credits") => new Verification(VerificationVerdict.NoCredit),
            400 or 403 when code.Is("account_under_validation") => Limited(VerificationCause.AccountUnderReview),
            403 when code.Is("permission_denied") || code.Is("reseller_permission_denied") => Limited(VerificationCause.MissingPermission),
            _ => null,
        };
    }

    protected override string? RequestIdOf(ProviderAnswer answer) => ProviderText.Id(answer.Headers.GetValueOrDefault("sib-request-id"));

    /// <summary>Time left, in seconds, not a moment (developers.brevo.com/docs/limit-headers).</summary>
    protected override TimeSpan? OwnWait(ProviderAnswer answer) => ProviderWait.FromSeconds(answer.Headers.GetValueOrDefault("x-sib-ratelimit-reset"));

    private static Verification Limited(VerificationCause cause) => new(VerificationVerdict.InsufficientScope) { Cause = cause };

    private static Verification? ReadAccount(AnswerJson body) => MarksOf(body) < MarksOfAnAccount
        ? null
        : new Verification(VerificationVerdict.Valid)
        {
            Account = new ProviderAccount(
                ProviderText.Id(body["organization_id"].Text), ProviderText.Email(body["email"].Text), ProviderText.Name(body["companyName"].Text)),
        };

    /// <summary>How many of the members that make an account are there, and hold what they should.</summary>
    private static int MarksOf(AnswerJson body)
    {
        bool[] marks =
        [
            body["organization_id"].Text is { Length: > 0 },
            body["email"].Text is { Length: > 0 },
            body["companyName"].Text is not null,
            body["firstName"].Text is not null && body["lastName"].Text is not null,
            body["address"].IsObject,
            body["plan"].Items.Any() && body["plan"].Items.All(plan => plan["type"].Text is not null),
            body["relay"]["enabled"].IsBoolean,
        ];
        return marks.Count(mark => mark);
    }

    /// <summary>
    /// A bad key and a caller at an address not let in have the same status and the same code: the message tells them
    /// apart. One that says anything else (that the key did not arrive, that the service is out of order) says nothing of
    /// the key.
    /// </summary>
    private static Verification? ReadRefusal(AnswerJson message)
    {
        if (message.Mentions("unrecognised IP", "unrecognized IP", "authorised_ips", "authorized_ips"))
        {
            return new Verification(VerificationVerdict.IpBlocked) { BlockedAddress = AddressIn(message.Text!) };
        }

        return message.Is("Key not found") ? new Verification(VerificationVerdict.Rejected) : null;
    }

    private static bool IsOfCode(AnswerJson body, string code) => !body["code"].IsPresent || body["code"].Is(code);

    private static string? AddressIn(string message) =>
        message.Split(' ').Select(word => ProviderText.Address(word.TrimEnd('.', ',', ';'))).FirstOrDefault(address => address is not null);
}
