using System.Globalization;
using System.Text.Json;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Connecting;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Callers;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Gateway.Addresses;

/// <summary>
/// What stands at the gateway's own address and at each provider's, for whoever looks there first: people get
/// <see cref="GatewayPage"/>, tools the same as JSON. Of no client, and of nothing that is in use: no token is asked for.
/// </summary>
internal sealed class GatewayDoor(IStringLocalizer<GatewayProblems> words)
{
    /// <summary>Whether a browser asks for the page.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        request.Path.StartsWithSegments(GatewayFeature.Root, StringComparison.Ordinal, out var rest) && IsAt(request.Method, rest.Value ?? "", out _)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <param name="path">Behind the gateway's address.</param>
    /// <param name="provider">Whose address it is; null at the gateway's own.</param>
    public static bool IsAt(string method, string path, out Provider? provider)
    {
        var name = path.Trim('/');
        provider = null;
        return (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && (name.Length == 0 || (provider = ProviderCatalogue.Find(name)) is not null);
    }

    public async Task DescribeAsync(HttpContext context, Provider? provider)
    {
        var (culture, language) = (CultureInfo.CurrentUICulture, CallerLanguage.Of(context.Request));
        CultureInfo.CurrentUICulture = language;
        var detail = words["Door"].Value;
        CultureInfo.CurrentUICulture = culture;
        var request = context.Request;
        var site = new Uri($"{request.Scheme}://{request.Host}/");
        string Absolute(string path) => new Uri(site, path).AbsoluteUri;
        object body = provider is null
            ? new { Detail = detail, Page = Absolute("gateway"), Description = Absolute("openapi/v1.json"), Providers = ProviderCatalogue.All.Select(one => new { one.Code, one.Name, Address = Snippet.AddressOf(one, site), Calls = Absolute($"gateway/{one.Code}") }) }
            : new { Detail = detail, Page = Absolute($"gateway/{provider.Code}"), provider.Code, provider.Name, Address = Snippet.AddressOf(provider, site), Calls = provider.Gateway.Operations.Select(one => new { one.Method, Path = $"/{one.Path}" }) };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, GatewayProblems.Legible);
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.ContentLanguage = language.TwoLetterISOLanguageName;
        response.Headers.Vary = "Accept, Accept-Language";
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
