using Connexions.Domain.Results;

namespace Connexions.Domain.Access;

public static class AccessErrors
{
    /// <summary>The account was changed or the membership withdrawn since the page was opened.</summary>
    public static readonly Error Withdrawn = new("Access.Withdrawn");
}
