using System.Security.Cryptography;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Connexions.Web.Security;

/// <summary>
/// The fourth wall: a key is protected for its organisation, its connexion and its column, so that a ciphertext copied
/// to another row does not decrypt.
/// </summary>
public sealed class SecretVault(IDataProtectionProvider protection, RingMemory? ring = null)
{
    private const string Version = "Connexions.Secret.v1";

    // Data Protection's payload: a header of 4 bytes, then the id of the key, 16 bytes (learn.microsoft.com,
    // "Authenticated encryption details in ASP.NET Core").
    private const int HeaderLength = 4;
    private const int KeyIdLength = 16;

    /// <summary>
    /// Call it before the transaction that stores a key: a ring that has to make its next key writes it over a
    /// connection of its own, which on SQLite would wait for that transaction in vain.
    /// </summary>
    public void MakeReady() => protection.CreateProtector(Version).Protect("");

    public ProtectedSecret Protect(Connexion connexion, SecretText key)
    {
        var ciphertext = Protector(connexion).Protect(key.Reveal());
        return new ProtectedSecret(ciphertext, KeyIdOf(ciphertext));
    }

    /// <summary>The key of the ring that protects from now on.</summary>
    public Guid CurrentKey() => KeyIdOf(protection.CreateProtector(Version).Protect(""));

    /// <summary>The key of the ring that something was protected with.</summary>
    internal static Guid KeyIdOf(string ciphertext) => new(WebEncoders.Base64UrlDecode(ciphertext).AsSpan(HeaderLength, KeyIdLength));

    /// <summary>The key in clear, for the length of one call to its provider; null when it cannot be read.</summary>
    public SecretText? Unprotect(Connexion connexion)
    {
        if (connexion.Secret is not { } secret)
        {
            return null;
        }

        return Read() ?? (ring?.LooksAgainFor(secret.KeyId) == true ? Read() : null);

        SecretText? Read()
        {
            try
            {
                return SecretText.From(Protector(connexion).Unprotect(secret.Ciphertext));
            }
            catch (CryptographicException)
            {
                return null;
            }
        }
    }

    private IDataProtector Protector(Connexion connexion)
    {
        var column = ProviderCatalogue.Of(connexion).Fields.Single(field => field.Kind == FieldKind.ApiKey).Column;
        return protection.CreateProtector(Version, $"organisation:{connexion.OrganisationId:N}", $"connexion:{connexion.Id:N}", $"column:{column}");
    }
}
