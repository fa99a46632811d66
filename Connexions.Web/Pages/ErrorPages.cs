using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Diagnostics;

namespace Connexions.Web.Pages;

public static class ErrorPages
{
    /// <summary>
    /// Answers a failure or an empty status with a page of our own, under its real status. Before whatever may fail,
    /// and before authentication.
    /// </summary>
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/erreur", CreateScopeForErrors = true, StatusCodeSelector = StatusOf });
        app.UseStatusCodePagesWithReExecute("/erreur/{0}", createScopeForStatusCodePages: true);

        app.Use(async (context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null
                || context.Features.Get<IExceptionHandlerFeature>() is not null)
            {
                // The page is only shown. As the refused POST it stands in for, it would be refused itself.
                context.Request.Method = HttpMethods.Get;
            }

            await next(context);

            // Blazor has named a content type by the time it refuses a form without a valid token, and then writes
            // none: left like that, it would be a blank page.
            if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false, ContentLength: null })
            {
                context.Response.ContentType = null;
            }
        });
    }

    /// <summary>What can be expected to fail is no fault of the application: a request that is broken, a database that is busy or out of reach.</summary>
    private static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException broken => broken.StatusCode,
        _ when DatabaseErrors.Find(exception) is not null => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
