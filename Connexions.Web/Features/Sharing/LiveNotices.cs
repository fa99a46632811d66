using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Sharing;

/// <summary>Tells the tabs of this server that a client has a new notice, so that they show it without a reload.</summary>
public sealed class LiveNotices
{
    public event Action<ClientRef>? Arrived;

    public void Changed(IEnumerable<ClientRef> clients)
    {
        foreach (var client in clients)
        {
            Arrived?.Invoke(client);
        }
    }

    /// <summary>
    /// Calls back until disposed of, in the context of whoever listens: raised by another person's click, it would
    /// otherwise speak that person's language.
    /// </summary>
    public IDisposable Listen(Action<ClientRef> arrived)
    {
        var own = ExecutionContext.Capture();
        Action<ClientRef> heard = own is null ? arrived : client => ExecutionContext.Run(own, _ => arrived(client), null);
        Arrived += heard;
        return new Listening(() => Arrived -= heard);
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
