using Connexions.Domain.Results;

namespace Connexions.Web.Pages;

/// <summary>An answer without a page of its own: its status, and the sentence that the page for errors says in its place.</summary>
public sealed class PageRefusal(int status, Error error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(error);
        httpContext.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
