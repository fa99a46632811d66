using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Connexions.Web.Shared.Live;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Shared.Pages;

/// <summary>
/// What every interactive page needs: who works in this tab, an end to what is under way when the page is left, one
/// thing at a time, and a sentence instead of a crash when the database does not answer.
/// </summary>
public abstract partial class FeatureComponent : LiveComponent
{
    [Inject]
    protected CurrentSession Session { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>Pages are reached only with a membership: Routes shows another page to those without.</summary>
    protected Actor Actor => Session.Actor ?? throw new InvalidOperationException("Nobody works in this tab.");

    /// <summary>Whether <see cref="OnceAsync"/> is at work: buttons show it, and a second click does nothing.</summary>
    protected bool Busy { get; private set; }

    /// <summary>
    /// Runs a handler; a database that fails becomes an error to show, and everything typed stays. Off the circuit's own
    /// thread: SQLite's driver is synchronous, and while it waits for another writer the page has to show so.
    /// </summary>
    protected async Task<Result<T>> RunAsync<T>(Func<CancellationToken, Task<Result<T>>> handler)
    {
        try
        {
            return await Task.Run(() => handler(Left), Left);
        }
        catch (Exception e) when (DatabaseErrors.IsLeft(e, Left))
        {
            throw new OperationCanceledException("The page was left.", e, Left);
        }
        catch (Exception e) when (DatabaseErrors.Find(e) is not null)
        {
            DatabaseFailed(Loggers.CreateLogger(GetType()), e);
            return DatabaseErrors.Find(e)!;
        }
    }

    /// <summary>Runs an event's work unless it is running already.</summary>
    protected async Task OnceAsync(Func<Task> work)
    {
        if (Busy)
        {
            return;
        }

        Busy = true;
        StateHasChanged();
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (Left.IsCancellationRequested)
        {
            // The page was left: nobody waits for the answer.
        }
        finally
        {
            Busy = false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database did not answer.")]
    private static partial void DatabaseFailed(ILogger logger, Exception exception);
}
