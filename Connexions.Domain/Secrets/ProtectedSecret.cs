namespace Connexions.Domain.Secrets;

/// <summary>A secret as it is stored: useless without the key ring, and outside the row and column it was protected for.</summary>
/// <param name="Ciphertext">What the vault made of the secret.</param>
/// <param name="KeyId">The key of the ring that is needed to read it.</param>
public sealed record ProtectedSecret(string Ciphertext, Guid KeyId)
{
    public override string ToString() => "•••";
}
