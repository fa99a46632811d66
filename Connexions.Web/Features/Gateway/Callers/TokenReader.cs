using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;

namespace Connexions.Web.Features.Gateway.Callers;

/// <summary>Reads which token a request shows, and whether it is one.</summary>
internal sealed class TokenReader(TokensInUse tokens, IHostEnvironment environment)
{
    private const string Bearer = "Bearer ";

    /// <param name="provider">Whose own clients may be calling; null for none.</param>
    public async ValueTask<Result<TokenFacts>> ReadAsync(HttpRequest request, Provider? provider, CancellationToken cancellationToken)
    {
        if (!request.IsHttps && !environment.IsDevelopment())
        {
            // A redirect would come too late: the token has travelled in clear, and would do so each time.
            return GatewayErrors.HttpsNeeded;
        }

        return TextIn(request.Headers, provider) is { } text && await tokens.FindAsync(text, cancellationToken) is { } token
            ? token
            : GatewayErrors.TokenRefused;
    }

    /// <summary>In the header in which the provider's own clients send a key, or as a bearer.</summary>
    private static string? TextIn(IHeaderDictionary headers, Provider? provider)
    {
        if (provider?.Gateway is { } gateway && headers[gateway.CredentialHeader].ToString() is var own
            && own.StartsWith(gateway.CredentialPrefix, StringComparison.OrdinalIgnoreCase) && own.Length > gateway.CredentialPrefix.Length)
        {
            return own[gateway.CredentialPrefix.Length..].Trim();
        }

        var authorization = headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            // Where a client meant for another provider, or for Azure, puts its key: it is told what to do rather than that it has no token.
            : ProviderCatalogue.All.Where(one => one.Gateway.CredentialPrefix.Length == 0).Select(one => headers[one.Gateway.CredentialHeader].ToString().Trim())
                .FirstOrDefault(one => one.Length > 0);
    }
}
