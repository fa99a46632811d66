using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Http.Features;

namespace Connexions.Web.Features.Api;

/// <summary>
/// Lets in whoever shows a service token, from where it admits and as fast as it may; in the caller's language. Whatever
/// goes wrong behind it becomes problem details, never a page.
/// </summary>
internal sealed class ApiGate(TokenReader reader, TokenRates rates, GatewayProblems problems)
{
    /// <summary>The token of a request that was let in.</summary>
    public static TokenFacts TokenOf(HttpContext context) => context.Features.GetRequiredFeature<TokenFacts>();

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CallerLanguage.Of(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (await RefuseAsync(context) is { } refusal)
            {
                await problems.WriteAsync(context, null, refusal);
                return;
            }

            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false })
            {
                await problems.WriteAsync(context, null, GatewayErrors.NothingHere);
            }
            else if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
            {
                // Routing named GET, and HEAD has become one by now.
                context.Response.Headers.Allow = $"{context.Response.Headers.Allow}, {HttpMethods.Head}";
                await problems.WriteAsync(context, null, ApiErrors.MethodNotAllowed);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e) when (DatabaseErrors.Find(e) is not null && !context.Response.HasStarted)
        {
            await problems.WriteAsync(context, null, DatabaseErrors.Find(e)!);
        }
    }

    private async ValueTask<GatewayRefusal?> RefuseAsync(HttpContext context)
    {
        var read = await reader.ReadAsync(context.Request, null, context.RequestAborted);
        if (!read.Succeeded)
        {
            return read.Errors[0];
        }

        var token = read.Value;
        if (!token.Admits(context.Connection.RemoteIpAddress))
        {
            return TokenFacts.Refusal(context.Connection.RemoteIpAddress);
        }

        context.Features.Set(token);
        return rates.Take(token.TokenId, token.CallsPerMinute) is { } wait ? new GatewayRefusal(GatewayErrors.TooFast) { RetryAfter = wait } : null;
    }
}

/// <summary>An answer that says why there is no other.</summary>
internal sealed class ApiProblem(IReadOnlyList<Error> errors) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => httpContext.RequestServices.GetRequiredService<GatewayProblems>()
        .WriteAsync(httpContext, null, errors[0], [.. errors.Where(error => error.Field is not null)]);
}
