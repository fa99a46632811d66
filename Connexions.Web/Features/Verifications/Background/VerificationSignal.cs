namespace Connexions.Web.Features.Verifications.Background;

/// <summary>Wakes this server's job before its pause is over: there is something new to try.</summary>
public sealed class VerificationSignal : IDisposable
{
    private readonly SemaphoreSlim called = new(0, 1);

    public void Wake()
    {
        try
        {
            called.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been called already and comes as it is.
        }
    }

    /// <returns>Whether it was called, rather than the pause being over.</returns>
    public Task<bool> WaitAsync(TimeSpan pause, CancellationToken cancellationToken) => called.WaitAsync(pause, cancellationToken);

    public void Dispose() => called.Dispose();
}
