using System.Security.Cryptography;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;

namespace Connexions.Tests.Support;

/// <summary>
/// Canary keys in the providers' real formats, made anew each time: found anywhere they do not belong, they prove a
/// leak, and no scanner of the repository takes one for a real key.
/// </summary>
public static class Planted
{
    private const string Digits = "0123456789abcdef";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Brevo() => $"xkeysib-{Random(Digits, 64)}-{Random(Letters, 16)}";

    public static string OpenAi() => $"sk-proj-{Random(Letters, 74)}T3BlbkFJ{Random(Letters, 74)}";

    public static string OpenAiLegacy() => $"sk-{Random(Letters, 20)}T3BlbkFJ{Random(Letters, 20)}";

    public static string OpenAiAdmin() => $"sk-admin-{Random(Letters, 58)}T3BlbkFJ{Random(Letters, 58)}";

    /// <summary>A ZeptoMail token: no published shape.</summary>
    public static string Zoho() => $"PHtE6r0{Random(Letters, 80)}==";

    public static string ZohoOAuth() => $"1000.{Random(Digits, 32)}.{Random(Digits, 32)}";

    public static string Anthropic() => $"sk-ant-api03-{Random(Letters, 93)}AA";

    public static string Stripe() => $"sk_live_{Random(Letters, 24)}";

    public static string For(Provider provider) => provider.Code switch
    {
        "brevo" => Brevo(),
        "openai" => OpenAi(),
        _ => Zoho(),
    };

    public static SecretText KeyFor(Provider provider) => SecretText.From(For(provider))!;

    private static string Random(string alphabet, int length) => RandomNumberGenerator.GetString(alphabet, length);
}
