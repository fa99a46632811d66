using Connexions.Domain.Results;

namespace Connexions.Web.Account;

public static class SignInErrors
{
    /// <summary>A wrong password, an unknown address, an account that is suspended: one answer, in words and in time.</summary>
    public static readonly Error Failed = new("SignIn.Failed");
}
