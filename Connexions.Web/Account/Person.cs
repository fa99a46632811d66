using System.Security.Cryptography;
using Connexions.Domain.Text;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

/// <summary>A person's account. Rights are memberships; the account itself gives none.</summary>
public sealed class Person : IdentityUser<Guid>
{
    public string DisplayName { get; private set; } = "";

    public string DisplayNameFolded { get; private set; } = "";

    public DateTime CreatedAt { get; private init; }

    /// <summary>An administrator closed the account; a lock-out after wrong passwords ends by itself and is none.</summary>
    public bool IsDisabled => LockoutEnd == DateTimeOffset.MaxValue;

    /// <summary>As addresses are stored to be compared: <see cref="AccountAddresses"/> has Identity do the same.</summary>
    public static string Normalize(string email) => EmailAddress.Normalize(email).ToUpperInvariant();

    /// <summary>Nobody signs in any more, and every sign-in there is ends.</summary>
    public void Disable()
    {
        LockoutEnabled = true;
        LockoutEnd = DateTimeOffset.MaxValue;
        SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    public void Enable()
    {
        LockoutEnd = null;
        AccessFailedCount = 0;
        ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    public static Person Create(string email, string displayName, DateTime at) => new()
    {
        Id = Guid.CreateVersion7(),
        Email = email,
        UserName = email,
        EmailConfirmed = true,
        DisplayName = displayName,
        DisplayNameFolded = FoldedText.Fold(displayName),
        CreatedAt = at,
    };
}
