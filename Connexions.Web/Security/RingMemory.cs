using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Connexions.Web.Security;

/// <summary>
/// The key manager, whose ring can be made to forget: Data Protection remembers the ring for a day, so a key that another
/// server or the re-protection command made a moment ago would be unknown here until then.
/// </summary>
public sealed class RingMemory(XmlKeyManager inner, TimeProvider clock) : IKeyManager, IDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> asked = new();
    private CancellationTokenSource forgotten = new();

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => inner.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public CancellationToken GetCacheExpirationToken() =>
        CancellationTokenSource.CreateLinkedTokenSource(inner.GetCacheExpirationToken(), Volatile.Read(ref forgotten).Token).Token;

    public void RevokeKey(Guid keyId, string? reason = null) => inner.RevokeKey(keyId, reason);

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => inner.RevokeAllKeys(revocationDate, reason);

    /// <summary>Reads the ring anew for a key it could not read, once a minute at most for each.</summary>
    /// <returns>Whether to try again.</returns>
    public bool LooksAgainFor(Guid keyId)
    {
        var now = clock.GetUtcNow();
        if (asked.TryGetValue(keyId, out var at) && now - at < AskAgainAfter)
        {
            return false;
        }

        asked[keyId] = now;
        if (inner.GetAllKeys().All(key => key.KeyId != keyId))
        {
            return false;
        }

        // Not disposed of: the ring in use still looks at its token.
        Interlocked.Exchange(ref forgotten, new CancellationTokenSource()).Cancel();
        return true;
    }

    public void Dispose() => forgotten.Dispose();
}
