using Connexions.Domain.Results;

namespace Connexions.Web.Features.Administration;

public static class AdministrationErrors
{
    /// <summary>Without one, nobody could let anybody in any more.</summary>
    public static readonly Error LastAdministrator = new("Administration.LastAdministrator");

    public static readonly Error ChooseNetwork = new("Administration.ChooseNetwork");

    /// <summary>Somebody else changed the same thing first.</summary>
    public static readonly Error ChangedMeanwhile = new("Administration.ChangedMeanwhile");
}
