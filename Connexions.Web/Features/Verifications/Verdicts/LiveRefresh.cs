using Connexions.Domain.Organisations;
using Connexions.Web.Features.Sharing.Notices;

namespace Connexions.Web.Features.Verifications.Verdicts;

/// <summary>
/// Reads a page again when there is news of a client it shows: a notice or a verdict. News that comes while it reads is
/// worth one more reading, however much of it there is.
/// </summary>
internal sealed class LiveRefresh : IDisposable
{
    private readonly Func<ClientRef, bool> concerns;
    private readonly Func<Func<Task>, Task> dispatch;
    private readonly Func<Task> read;
    private readonly IDisposable[] listening;
    private bool reading;
    private bool again;

    /// <param name="concerns">Asked on whatever thread the news comes on.</param>
    /// <param name="dispatch">Takes the work to the page's own context, where all the rest happens.</param>
    public LiveRefresh(LiveNotices notices, LiveVerdicts verdicts, Func<ClientRef, bool> concerns, Func<Func<Task>, Task> dispatch, Func<Task> read)
    {
        (this.concerns, this.dispatch, this.read) = (concerns, dispatch, read);
        listening = [notices.Listen(Arrived), verdicts.Listen(news => Arrived(news.Client))];
    }

    public void Dispose()
    {
        foreach (var one in listening)
        {
            one.Dispose();
        }
    }

    private void Arrived(ClientRef client)
    {
        if (concerns(client))
        {
            _ = dispatch(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        again = true;
        if (reading)
        {
            return;
        }

        reading = true;
        try
        {
            while (again)
            {
                again = false;
                await read();
            }
        }
        finally
        {
            reading = false;
        }
    }
}
