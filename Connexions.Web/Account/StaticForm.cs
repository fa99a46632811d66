using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Account;

/// <summary>A page whose forms are answered without a circuit: what can be expected to fail becomes a sentence on it.</summary>
public abstract partial class StaticForm : ComponentBase
{
    [CascadingParameter]
    protected HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    protected Origin Origin => new(HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.Request.Headers.UserAgent);

    /// <summary>Runs what a form asks for; a database that fails becomes an error to show, and the form can be sent again.</summary>
    protected async Task<Result<T>> RunAsync<T>(Func<CancellationToken, Task<Result<T>>> handler)
    {
        try
        {
            return await handler(HttpContext.RequestAborted);
        }
        catch (Exception e) when (DatabaseErrors.IsLeft(e, HttpContext.RequestAborted))
        {
            throw new OperationCanceledException("The page was left.", e, HttpContext.RequestAborted);
        }
        catch (Exception e) when (DatabaseErrors.Find(e) is not null)
        {
            DatabaseFailed(Loggers.CreateLogger(GetType()), e);
            HttpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return DatabaseErrors.Find(e)!;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database did not answer.")]
    private static partial void DatabaseFailed(ILogger logger, Exception exception);
}
