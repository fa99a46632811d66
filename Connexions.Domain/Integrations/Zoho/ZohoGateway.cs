using Connexions.Domain.Gateway;

namespace Connexions.Domain.Integrations.Zoho;

/// <summary>
/// What tools may do at ZeptoMail: send. Paths: zoho.com/zeptomail/help/api (email-sending, batch-email-sending,
/// email-templates, batch-email-templates). Its file cache and its templates' contents are left out: they are stored by
/// agent, for the whole account. So are the addresses that speak other providers' languages (<c>v1.1/sg/email</c>…).
/// </summary>
public sealed class ZohoGateway : ProviderGateway
{
    private static readonly ZeptoMailBody Mail = new();

    public override string CredentialHeader => "Authorization";

    public override string CredentialPrefix => "Zoho-enczapikey ";

    public override IReadOnlyList<GatewayOperation> Operations { get; } =
    [
        new("email.send", "POST", "v1.1/email", Purposes.Emails) { Mail = Mail },
        new("email.send_batch", "POST", "v1.1/email/batch", Purposes.Emails) { Mail = Mail },
        new("email.send_template", "POST", "v1.1/email/template", Purposes.Emails) { Mail = Mail },
        new("email.send_template_batch", "POST", "v1.1/email/template/batch", Purposes.Emails) { Mail = Mail },
    ];

    public override IReadOnlyList<ToolExample> Examples { get; } =
    [
        new("email.send", """
            {
              "to": [{ "email_address": { "address": "client@example.com" } }],
              "subject": "Bonjour",
              "textbody": "Bonjour de notre part."
            }
            """),
    ];

    public override MailCall NewTestMail(TestMail mail) => new("email.send", ZeptoMailBody.Write(mail));

    /// <summary>Shape: zoho.com/zeptomail/help/api/error-codes.html.</summary>
    public override IReadOnlyDictionary<string, object?> ErrorMembers(string code, string sentence) => new Dictionary<string, object?>
    {
        ["error"] = new Dictionary<string, object?> { ["code"] = code, ["message"] = sentence, ["details"] = Array.Empty<object>() },
    };
}
