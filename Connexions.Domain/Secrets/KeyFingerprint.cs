using System.Security.Cryptography;
using System.Text;

namespace Connexions.Domain.Secrets;

/// <summary>
/// Tells that two clients hold the same key without holding the key: HMAC-SHA-256 of provider and key, under a pepper
/// that the database holds only encrypted.
/// </summary>
public sealed record KeyFingerprint(string Value, int PepperVersion)
{
    /// <summary>Length of <see cref="Value"/>, in hexadecimal digits.</summary>
    public const int Length = 64;

    public static KeyFingerprint Compute(Pepper pepper, string providerCode, SecretText key)
    {
        var text = Encoding.UTF8.GetBytes(providerCode + "\0" + key.Reveal());
        var value = Convert.ToHexStringLower(HMACSHA256.HashData(pepper.Bytes.Span, text));
        CryptographicOperations.ZeroMemory(text);
        return new KeyFingerprint(value, pepper.Version);
    }
}

/// <summary>The secret that keeps a fingerprint from being guessed by whoever reads the database.</summary>
public sealed class Pepper(int version, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Length of a pepper, in bytes.</summary>
    public const int Length = 32;

    public int Version { get; } = version;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
