using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;

namespace Connexions.Web.Features.Gateway;

/// <summary>For what each provider can be called at all.</summary>
internal static class ProviderPurposes
{
    private static readonly Dictionary<string, Purposes> ByCode = new(StringComparer.Ordinal)
    {
        ["brevo"] = Purposes.Emails | Purposes.Newsletters | Purposes.Contacts,
        ["zoho"] = Purposes.Emails,
        ["openai"] = Purposes.LanguageModels | Purposes.Embeddings | Purposes.Images | Purposes.Audio,
    };

    public static Purposes Of(Provider provider) => ByCode[provider.Code];
}
