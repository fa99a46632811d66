using System.Security.Cryptography;
using Connexions.Domain.Gateway;
using Microsoft.AspNetCore.DataProtection;

namespace Connexions.Web.Security;

/// <summary>
/// Seals the rows of service tokens with the key ring. A token is looked up by its hash alone, so that its row decides
/// whose key it calls with: what raw SQL changes there, or adds, has no seal that fits.
/// </summary>
public sealed class TokenSeals(IDataProtectionProvider protection, RingMemory? ring = null)
{
    private const string Version = "Connexions.ServiceToken.v1";

    /// <inheritdoc cref="SecretVault.MakeReady"/>
    public void MakeReady() => protection.CreateProtector(Version).Protect("");

    public string Seal(ServiceToken token) => Protector(token).Protect(token.SealedTerms);

    /// <summary>Whether the row is as the application stored it.</summary>
    public bool IsGenuine(ServiceToken token) =>
        token.Seal is { } seal && (Fits(token, seal) ?? (SecretVault.FindKeyId(seal) is { } key && ring?.LooksAgainFor(key) == true && Fits(token, seal) == true));

    /// <returns>Null when the seal cannot be read.</returns>
    private bool? Fits(ServiceToken token, string seal)
    {
        try
        {
            return Protector(token).Unprotect(seal) == token.SealedTerms;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(ServiceToken token) =>
        protection.CreateProtector(Version, $"organisation:{token.OrganisationId:N}", $"client:{token.ClientId:N}", $"token:{token.TokenId:N}");
}
