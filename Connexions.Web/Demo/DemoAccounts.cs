using Connexions.Domain.Access;

namespace Connexions.Web.Demo;

/// <param name="NameFr">Whom the account stands for, in French.</param>
/// <param name="NameEn">The same in English.</param>
public sealed record DemoAccount(string Email, Role Role, string NameFr, string NameEn);

/// <summary>The accounts of the demonstration (design.md section 9). They exist only where the demonstration runs.</summary>
public static class DemoAccounts
{
    public const string Password = "Demo!Connexions2026";

    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        new("directeur@lumiere.demo", Role.Directeur, "Réseau Lumière", "Lumière network"),
        new("directeur@azur.demo", Role.Directeur, "Réseau Azur", "Azur network"),
        new("lyon@lumiere.demo", Role.Responsable, "Agence Lyon (réseau Lumière)", "Lyon agency (Lumière network)"),
        new("nantes@lumiere.demo", Role.Responsable, "Agence Nantes (réseau Lumière)", "Nantes agency (Lumière network)"),
        new("nice@azur.demo", Role.Responsable, "Agence Nice (réseau Azur)", "Nice agency (Azur network)"),
        new("horizon@independante.demo", Role.Responsable, "Agence Horizon (indépendante)", "Horizon agency (independent)"),
        new("support@connexions.demo", Role.Support, "Équipe de support", "Support team"),
        new("admin@connexions.demo", Role.Administrateur, "Administration de Connexions", "Connexions administration"),
    ];
}
