using Connexions.Domain.Access;

namespace Connexions.Web.Demo;

public sealed record DemoAccount(string Email, Role Role, string NameFr, string NameEn);

/// <summary>The demonstration's accounts (design section 9); their password is public.</summary>
public static class DemoAccounts
{
    public const string Password = "Demo!Connexions2026";

    public static readonly IReadOnlyList<DemoAccount> All =
    [
        new("directeur@lumiere.demo", Role.Directeur, "Directrice du réseau Lumière", "Director of the Lumière network"),
        new("lyon@lumiere.demo", Role.Responsable, "Responsable de Lumière Lyon", "Manager of Lumière Lyon"),
        new("nantes@lumiere.demo", Role.Responsable, "Responsable de Lumière Nantes", "Manager of Lumière Nantes"),
        new("directeur@azur.demo", Role.Directeur, "Directeur du réseau Azur", "Director of the Azur network"),
        new("nice@azur.demo", Role.Responsable, "Responsable d’Azur Nice", "Manager of Azur Nice"),
        new("horizon@independante.demo", Role.Responsable, "Responsable de l’agence Horizon", "Manager of the Horizon agency"),
        new("support@connexions.demo", Role.Support, "Support", "Support"),
        new("admin@connexions.demo", Role.Administrateur, "Administration", "Administration"),
    ];
}
