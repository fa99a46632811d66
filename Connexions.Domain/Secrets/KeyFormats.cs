using System.Text.RegularExpressions;

namespace Connexions.Domain.Secrets;

/// <summary>One published shape of a secret: whose it is, and the expression that recognises it.</summary>
/// <param name="Provider">The provider's name, as people know it.</param>
/// <param name="Pattern">Matches the secret inside any text.</param>
public sealed record KeyFormat(string Provider, Regex Pattern);

/// <summary>
/// Recognises API keys by their shape: in the wrong provider's form, or in a field that is no secret at all. The shapes
/// are those secret scanners use (gitleaks and TruffleHog rules), so an unknown shape is never a reason to refuse.
/// </summary>
public static partial class KeyFormats
{
    public static readonly KeyFormat Brevo = new("Brevo", BrevoPattern());
    public static readonly KeyFormat OpenAi = new("OpenAI", OpenAiPattern());
    public static readonly KeyFormat OpenAiAdmin = new("OpenAI", OpenAiAdminPattern());

    /// <summary>Our own service tokens: one pasted into a name or a key's field is recognised like any other secret.</summary>
    public static readonly KeyFormat ServiceToken = new(nameof(Connexions), ServiceTokenPattern());

    /// <summary>Zoho's OAuth access and refresh tokens. A ZeptoMail token has no published shape.</summary>
    public static readonly KeyFormat ZohoOAuth = new("Zoho", ZohoOAuthPattern());

    /// <summary>Most specific first: an Anthropic key also begins with <c>sk-</c>.</summary>
    public static readonly IReadOnlyList<KeyFormat> All =
    [
        Brevo,
        ServiceToken,
        new("Anthropic", AnthropicPattern()),
        OpenAiAdmin,
        OpenAi,
        ZohoOAuth,
        new("HubSpot", HubSpotPattern()),
        new("Stripe", StripePattern()),
        new("Google", GooglePattern()),
        new("Twilio", TwilioPattern()),
    ];

    /// <summary>The first known key in a text; null when there is none.</summary>
    public static KeyFormat? FindIn(string? text) =>
        string.IsNullOrEmpty(text) ? null : All.FirstOrDefault(format => format.Pattern.IsMatch(text));

    // The tails are looser than the scanners': half a key, pasted where it does not belong, is recognised as well.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"xkeysib-[a-z0-9-]{16,}", Options)]
    private static partial Regex BrevoPattern();

    [GeneratedRegex(@"\bcnx_[a-z0-9]{16,}", Options)]
    private static partial Regex ServiceTokenPattern();

    [GeneratedRegex(@"sk-ant-[\w-]{16,}", Options)]
    private static partial Regex AnthropicPattern();

    [GeneratedRegex(@"\bsk-admin-[\w-]{16,}", Options)]
    private static partial Regex OpenAiAdminPattern();

    [GeneratedRegex(@"\bsk-(?:(?:proj|svcacct|service)-[\w-]{16,}|[a-z0-9]{20}T3BlbkFJ[a-z0-9]{20})", Options)]
    private static partial Regex OpenAiPattern();

    [GeneratedRegex(@"\b1000\.[a-f0-9]{32}\.[a-f0-9]{32}\b", Options)]
    private static partial Regex ZohoOAuthPattern();

    [GeneratedRegex(@"\bpat-(?:eu|na)1-[a-f0-9-]{36}\b", Options)]
    private static partial Regex HubSpotPattern();

    [GeneratedRegex(@"\b[sr]k_(?:test|live|prod)_[a-z0-9]{10,}", Options)]
    private static partial Regex StripePattern();

    [GeneratedRegex(@"\bAIza[\w-]{33,}", Options)]
    private static partial Regex GooglePattern();

    [GeneratedRegex(@"\b(?:AC|SK)[a-f0-9]{32}\b", Options)]
    private static partial Regex TwilioPattern();
}
