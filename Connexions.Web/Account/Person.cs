using Connexions.Domain.Text;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

/// <summary>A person's account. Rights are memberships; the account itself gives none.</summary>
public sealed class Person : IdentityUser<Guid>
{
    public string DisplayName { get; private set; } = "";

    public string DisplayNameFolded { get; private set; } = "";

    public DateTime CreatedAt { get; private init; }

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
