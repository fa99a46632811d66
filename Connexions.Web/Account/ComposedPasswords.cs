using Connexions.Domain.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Connexions.Web.Account;

/// <summary>
/// A password is the same on every keyboard: composed first (NFC; NIST SP 800-63B, 3.1.1.2). What was stored before is
/// found as it was typed.
/// </summary>
public sealed class ComposedPasswords(IOptions<PasswordHasherOptions> options) : PasswordHasher<Person>(options)
{
    public override string HashPassword(Person user, string password) => base.HashPassword(user, PlainText.Compose(password));

    public override PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
    {
        var composed = PlainText.Compose(providedPassword);
        return base.VerifyHashedPassword(user, hashedPassword, composed) switch
        {
            PasswordVerificationResult.Failed when composed != providedPassword
                && base.VerifyHashedPassword(user, hashedPassword, providedPassword) != PasswordVerificationResult.Failed => PasswordVerificationResult.SuccessRehashNeeded,
            var result => result,
        };
    }
}
