using System.Security.Cryptography;
using System.Text;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// Makes the demonstration's keys, from an account's name, each time anew: nothing that looks like a secret stands in
/// the code, and the same account has the same keys after every start.
/// </summary>
public static class DemoKeys
{
    /// <summary>The account that no client of the demonstration uses yet.</summary>
    public const string Nobodys = "Compte d’essai";

    /// <summary>The accounts of the demonstration, with the e-mail that each provider tells.</summary>
    private static readonly (string Name, string Email)[] Accounts =
    [
        ("Réseau Lumière", "contact@lumiere.demo"), ("Lumière Lyon", "lyon@lumiere.demo"), ("Lumière Nantes", "nantes@lumiere.demo"),
        ("Lumière Évreux", "evreux@lumiere.demo"), ("Réseau Azur", "contact@azur.demo"), ("Azur Nice", "nice@azur.demo"),
        ("Azur Cannes", "cannes@azur.demo"), ("Agence Horizon", "bonjour@horizon.demo"), (Nobodys, "essai@exemple.demo"),
    ];

    /// <summary>Every key that the fake providers know: two of each account, and one for each thing that can go wrong.</summary>
    public static readonly IReadOnlyList<DemoKey> All =
    [
        .. from provider in new[] { "brevo", "zoho", "openai" }
           from account in Accounts
           from number in new[] { 1, 2 }
           select new DemoKey(provider, Of(provider, account.Name, number), FakeCase.Valid, account.Name, account.Email),
        .. from provider in new[] { "brevo", "zoho", "openai" }
           from trouble in Enum.GetValues<FakeCase>().Where(one => one != FakeCase.Valid)
           select new DemoKey(provider, Of(provider, trouble.ToString()), trouble, trouble.ToString(), "panne@exemple.demo"),
    ];

    /// <param name="number">Which of the account's keys: two keys of one account differ, and open the same.</param>
    public static string Of(string provider, string account, int number = 1)
    {
        var seed = $"{provider} {account} {number}";
        return provider switch
        {
            "brevo" => $"xkeysib-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))}-{Letters(seed, 16)}",
            "openai" => $"sk-proj-{Letters(seed, 74)}T3BlbkFJ{Letters(seed + "'", 74)}",
            _ => $"PHtE6r0{Letters(seed, 80)}==",
        };
    }

    public static string Of(string provider, FakeCase trouble) => Of(provider, trouble.ToString());

    private static string Letters(string seed, int count)
    {
        var text = new StringBuilder();
        for (var block = 0; text.Length < count; block++)
        {
            text.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {block}"))));
        }

        return text.ToString(0, count);
    }
}
