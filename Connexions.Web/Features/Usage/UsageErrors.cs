using Connexions.Domain.Results;

namespace Connexions.Web.Features.Usage;

public static class UsageErrors
{
    /// <summary>An address names a period that there is not.</summary>
    public static readonly Error NoSuchPeriod = new("Usage.NoSuchPeriod");
}
