namespace Connexions.Web.Shared.Live;

/// <summary>Tells the tabs of this server of something, so that they show it without a reload.</summary>
public abstract class Broadcast<T>
{
    public event Action<T>? Arrived;

    /// <summary>
    /// Calls back until disposed of, in the context of whoever listens: raised by another person's click, it would
    /// otherwise speak that person's language.
    /// </summary>
    public IDisposable Listen(Action<T> arrived)
    {
        var own = ExecutionContext.Capture();
        Action<T> heard = own is null ? arrived : news => ExecutionContext.Run(own, _ => arrived(news), null);
        Arrived += heard;
        return new Listening(() => Arrived -= heard);
    }

    protected void Send(T news) => Arrived?.Invoke(news);

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
