using Bunit;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Components;

/// <summary>A query whose page is left ends like one that failed, and no database has.</summary>
public sealed class LeftPageTests : PageTests
{
    private readonly CapturedLog log = new();

    protected override Task<Place> ArrangeAsync()
    {
        Services.AddLogging(logging => logging.AddProvider(log));
        return Database.Given.IndependentAsync();
    }

    [Fact]
    public async Task Page_LeftInMidQuery_LogsNoFailure()
    {
        var page = Render<Page>().Instance;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => page.AskAsync(_ =>
        {
            page.Dispose();
            throw new SqliteException("interrupted", 9);
        }));

        Assert.Empty(log.Complaints);
    }

    [Fact]
    public async Task Page_WhoseDatabaseFails_LogsIt()
    {
        var page = Render<Page>().Instance;

        var outcome = await page.AskAsync(_ => throw new SqliteException("disk I/O error", 10));

        Assert.Equal([DatabaseErrors.Unavailable], outcome.Errors);
        Assert.Single(log.Complaints);
    }

    [Fact]
    public async Task Form_LeftInMidQuery_LogsNoFailure()
    {
        using var left = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = left.Token };
        var form = Render<Form>(parameters => parameters.AddCascadingValue<HttpContext>(context)).Instance;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => form.AskAsync(async _ =>
        {
            await left.CancelAsync();
            throw new SqliteException("interrupted", 9);
        }));

        Assert.Empty(log.Complaints);
        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
    }

    private sealed class Page : FeatureComponent
    {
        public Task<Result<Done>> AskAsync(Func<CancellationToken, Task<Result<Done>>> handler) => RunAsync(handler);
    }

    private sealed class Form : StaticForm
    {
        public Task<Result<Done>> AskAsync(Func<CancellationToken, Task<Result<Done>>> handler) => RunAsync(handler);
    }
}
