using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Verifications;

/// <summary>Tells the tabs of this server that something new is known of a client's connexion, so that they show it without a reload.</summary>
public sealed class LiveVerdicts
{
    private event Action<ClientRef, string>? Arrived;

    public void Changed(ClientRef client, string provider) => Arrived?.Invoke(client, provider);

    /// <summary>Calls back until disposed of, in the context of whoever listens: theirs is the language to speak.</summary>
    public IDisposable Listen(Action<ClientRef, string> arrived)
    {
        var own = ExecutionContext.Capture();
        Action<ClientRef, string> heard = own is null ? arrived : (client, provider) => ExecutionContext.Run(own, _ => arrived(client, provider), null);
        Arrived += heard;
        return new Listening(() => Arrived -= heard);
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
