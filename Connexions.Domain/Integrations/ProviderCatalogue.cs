using Connexions.Domain.Integrations.Brevo;
using Connexions.Domain.Integrations.OpenAi;
using Connexions.Domain.Integrations.Zoho;

namespace Connexions.Domain.Integrations;

/// <summary>The providers of the product, in the order in which screens show them. A new provider adds one line.</summary>
public static class ProviderCatalogue
{
    public static readonly IReadOnlyList<Provider> All =
    [
        new BrevoProvider(),
        new ZohoProvider(),
        new OpenAiProvider(),
    ];

    /// <summary>Null for a code that is no provider's.</summary>
    public static Provider? Find(string? code) =>
        All.FirstOrDefault(provider => string.Equals(provider.Code, code, StringComparison.OrdinalIgnoreCase));

    public static Provider Of(Connexion connexion) => All.Single(provider => provider.ConnexionType == connexion.GetType());
}
