using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

/// <summary>Has Identity compare addresses, which are the user names as well, in their one form.</summary>
public sealed class AccountAddresses : ILookupNormalizer
{
    public string? NormalizeEmail(string? email) => email is null ? null : Person.Normalize(email);

    public string? NormalizeName(string? name) => NormalizeEmail(name);
}
