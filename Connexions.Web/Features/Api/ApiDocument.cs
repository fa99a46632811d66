using Microsoft.OpenApi;

namespace Connexions.Web.Features.Api;

/// <summary>What the generated description of the API does not say by itself.</summary>
internal static class ApiDocument
{
    private const string Token = "token";

    public static void Complete(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Connexions",
            Version = "v1",
            Description = "What a service token may be told of the client it was made for. Answers never hold a key. "
                + "Errors are problem details (RFC 9457), whose sentence is in French or English depending on Accept-Language.",
        };
        // Where the document was asked for is no part of it.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Token] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A service token (cnx_…), made on the page “Jetons d’accès”.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
    }
}
