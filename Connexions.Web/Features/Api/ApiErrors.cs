using Connexions.Domain.Results;

namespace Connexions.Web.Features.Api;

public static class ApiErrors
{
    public static readonly Error MethodNotAllowed = new("Api.MethodNotAllowed");

    /// <summary>No day of the form 2027-03-31.</summary>
    public static readonly Error DayInvalid = new("Api.DayInvalid");

    public static readonly Error DaysReversed = new("Api.DaysReversed", "to");

    /// <summary>Argument: the limit.</summary>
    public static readonly Error TooManyDays = new("Api.TooManyDays", "to");
}
