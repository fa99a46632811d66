using Connexions.Domain.Results;

namespace Connexions.Web.Features.Support;

public static class SupportErrors
{
    /// <summary>No sitting is open, or it ended meanwhile: the reason has to be given (again).</summary>
    public static readonly Error NoSitting = new("Support.NoSitting");
}
