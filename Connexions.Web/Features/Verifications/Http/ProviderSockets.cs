namespace Connexions.Web.Features.Verifications.Http;

/// <summary>What every connection that a provider's key travels over has in common.</summary>
internal static class ProviderSockets
{
    /// <summary>
    /// No redirect, since the key would follow to wherever it points; no cookie that one client's call leaves for the
    /// next; no trace header, and with it no activity of the handler's own; no proxy before a fake of this machine. Its
    /// exceptions quote the wire: it belongs into a <see cref="ProviderWire"/>.
    /// </summary>
    /// <param name="isLoopback">Whether the calls go to this machine.</param>
    public static SocketsHttpHandler New(bool isLoopback, TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !isLoopback,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        // Addresses change behind a name that stays.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
