using System.Collections.Concurrent;
using System.Security.Cryptography;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Connexions.Web.Security;

/// <summary>
/// Where a key is stored, and for whom: what its protection names. The client by its id alone, since one that joins or
/// leaves a network changes its type and keeps its id, which the database lets no other client have.
/// </summary>
internal sealed record SecretPlace(Guid OrganisationId, Guid ClientId, Guid ConnexionId, string Column)
{
    public static SecretPlace Of(Connexion connexion) =>
        new(connexion.OrganisationId, connexion.ClientId, connexion.Id, ColumnOf(ProviderCatalogue.Of(connexion)));

    /// <summary>Where the key before it is kept: a place that no reader of the stored key names.</summary>
    public static SecretPlace BeforeOf(Connexion connexion)
    {
        var place = Of(connexion);
        return place with { Column = $"{place.Column}.before" };
    }

    public static string ColumnOf(Provider provider) => provider.Fields.Single(field => field.Kind == FieldKind.ApiKey).Column;
}

/// <summary>
/// The fourth wall: a key is protected for its organisation, its client, its connexion and its column, so that neither a
/// ciphertext copied to another row nor one whose row was given to another client decrypts. It knows no other form: what
/// was stored before clients were named is for <see cref="SecretCarryOver"/> alone.
/// </summary>
public sealed class SecretVault(IDataProtectionProvider protection, RingMemory? ring = null)
{
    private const string Version = "Connexions.Secret.v2";

    // Data Protection's payload: a header of 4 bytes, then the id of the key, 16 bytes (learn.microsoft.com,
    // "Authenticated encryption details in ASP.NET Core").
    private const int HeaderLength = 4;
    private const int KeyIdLength = 16;

    /// <summary>How many places are remembered; some kilobytes each.</summary>
    private const int MaxProtectors = 2_000;

    /// <summary>They hold no key, and cost more to make than to use.</summary>
    private readonly ConcurrentDictionary<SecretPlace, IDataProtector> protectors = new();

    /// <summary>
    /// Call it before the transaction that stores a key: a ring that has to make its next key writes it over a
    /// connection of its own, which on SQLite would wait for that transaction in vain.
    /// </summary>
    public void MakeReady() => protection.CreateProtector(Version).Protect("");

    public ProtectedSecret Protect(Connexion connexion, SecretText key) => Protect(SecretPlace.Of(connexion), key);

    internal ProtectedSecret Protect(SecretPlace place, SecretText key)
    {
        var ciphertext = Protector(place).Protect(key.Reveal());
        return new ProtectedSecret(ciphertext, KeyIdOf(ciphertext));
    }

    /// <summary>The key of the ring that protects from now on.</summary>
    public Guid CurrentKey() => KeyIdOf(protection.CreateProtector(Version).Protect(""));

    /// <summary>The key of the ring that something was protected with; null for a text that Data Protection did not write.</summary>
    internal static Guid? FindKeyId(string text)
    {
        try
        {
            var payload = WebEncoders.Base64UrlDecode(text);
            return payload.Length < HeaderLength + KeyIdLength ? null : new Guid(payload.AsSpan(HeaderLength, KeyIdLength));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Guid KeyIdOf(string ciphertext) => FindKeyId(ciphertext)!.Value;

    /// <summary>The key in clear, for the length of one call to its provider; null when it cannot be read.</summary>
    public SecretText? Unprotect(Connexion connexion)
    {
        if (connexion.Secret is not { } secret)
        {
            return null;
        }

        var place = SecretPlace.Of(connexion);
        return Unprotect(place, secret) ?? (ring?.LooksAgainFor(secret.KeyId) == true ? Unprotect(place, secret) : null);
    }

    /// <summary>The stored key, protected for the place of the key before.</summary>
    public ProtectedSecret ProtectBefore(Connexion connexion, SecretText key) => Protect(SecretPlace.BeforeOf(connexion), key);

    /// <summary>The key before in clear: for whoever puts it back for their own client, and to protect it anew. Null when it cannot be read.</summary>
    /// <exception cref="ForbiddenScopeException">The scope is the gateway's, a job's or anybody else's.</exception>
    public SecretText? UnprotectBefore(ActingScope scope, Connexion connexion)
    {
        if (scope is not (ActingScope.Member or ActingScope.Network or ActingScope.Job { Name: ReprotectSecrets.JobName }))
        {
            throw new ForbiddenScopeException(scope, "read a key before");
        }

        return connexion.SecretBefore is { } secret ? Unprotect(SecretPlace.BeforeOf(connexion), secret) : null;
    }

    internal SecretText? Unprotect(SecretPlace place, ProtectedSecret secret)
    {
        try
        {
            return SecretText.From(Protector(place).Unprotect(secret.Ciphertext));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(SecretPlace place)
    {
        if (protectors.TryGetValue(place, out var known))
        {
            return known;
        }

        if (protectors.Count >= MaxProtectors)
        {
            protectors.Clear();
        }

        return protectors[place] = protection.CreateProtector(
            Version, $"organisation:{place.OrganisationId:N}", $"client:{place.ClientId:N}", $"connexion:{place.ConnexionId:N}", $"column:{place.Column}");
    }
}
