using Microsoft.AspNetCore.Routing;

namespace Connexions.Web.Security;

public static class HeadRequests
{
    private static readonly HttpMethodMetadata Methods = new([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]);

    /// <summary>
    /// Lets pages answer HEAD, which health checks and link previews ask with: Blazor maps GET and POST alone, so that
    /// a page would seem not to exist.
    /// </summary>
    public static TBuilder AnswerHead<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().FirstOrDefault() is { } methods
                && methods.HttpMethods.Contains(HttpMethods.Get) && methods.HttpMethods.Contains(HttpMethods.Post))
            {
                endpoint.Metadata[endpoint.Metadata.IndexOf(methods)] = Methods;
            }
        });
        return builder;
    }
}
