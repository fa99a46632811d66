using System.Xml.Linq;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Security;

/// <summary>One element of the key ring, as Data Protection wrote it (encrypted by the certificate outside Development).</summary>
public sealed class KeyRingElement
{
    public Guid Id { get; init; }

    public string? FriendlyName { get; init; }

    public string Xml { get; init; } = "";

    public DateTime CreatedAt { get; init; }
}

/// <summary>Keeps the key ring in the database, so that every server reads the same one.</summary>
public sealed class DatabaseKeyRing(ContextFactory contexts, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateUnstamped();
        return db.Set<KeyRingElement>().AsNoTracking().OrderBy(element => element.CreatedAt).Select(element => element.Xml)
            .AsEnumerable().Select(xml => XElement.Parse(xml)).ToList();
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateUnstamped();
        db.Add(new KeyRingElement
        {
            Id = Guid.CreateVersion7(),
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        db.SaveChanges();
    }
}

/// <summary>Says which keys of the ring this server can use, so that a list knows what is readable without decrypting.</summary>
public sealed class KeyRing(IKeyManager keys, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private (DateTimeOffset At, IReadOnlyList<Guid> Ids) readable = (DateTimeOffset.MinValue, []);

    /// <summary>The ids of the keys that can be read.</summary>
    public IReadOnlyList<Guid> ReadableKeys()
    {
        lock (gate)
        {
            if (clock.GetUtcNow() - readable.At > Freshness)
            {
                readable = (clock.GetUtcNow(), [.. keys.GetAllKeys().Where(IsReadable).Select(key => key.KeyId)]);
            }

            return readable.Ids;
        }
    }

    /// <summary>A key made a moment ago is asked for by its id: the list above may not have it yet.</summary>
    public bool CanRead(Guid keyId)
    {
        if (ReadableKeys().Contains(keyId))
        {
            return true;
        }

        return keys.GetAllKeys().Any(key => key.KeyId == keyId && IsReadable(key));
    }

    /// <summary>Keys that lie in the ring and are not revoked, and cannot be used here for want of their certificate.</summary>
    public IReadOnlyList<Guid> UnopenedKeys() => [.. keys.GetAllKeys().Where(key => !key.IsRevoked && !IsReadable(key)).Select(key => key.KeyId)];

    // The certificate that encrypted a key may be missing here: then the descriptor cannot be built.
    private static bool IsReadable(IKey key)
    {
        if (key.IsRevoked)
        {
            return false;
        }

        try
        {
            return key.CreateEncryptor() is not null;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or InvalidOperationException or System.Xml.XmlException)
        {
            return false;
        }
    }
}
