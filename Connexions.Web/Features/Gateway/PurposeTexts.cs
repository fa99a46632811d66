using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Gateway;

/// <summary>Purposes in plain words, the same on every screen. The resources lie beside this file.</summary>
public sealed class PurposeTexts(IStringLocalizer<PurposeTexts> texts)
{
    /// <param name="purpose">Exactly one.</param>
    public string Name(Purposes purpose) => texts[$"{purpose}.Name"];

    /// <summary>In one sentence, what tools may do with it.</summary>
    /// <param name="purpose">Exactly one.</param>
    public string Explanation(Purposes purpose) => texts[$"{purpose}.Explanation"];

    /// <summary>As it stands within a sentence: "e-mails et newsletters", "tous les usages", "aucun usage".</summary>
    /// <param name="provider">Only what this provider offers is told of, and all that it offers is "tous les usages"; null for no provider in particular.</param>
    public string List(Purposes purposes, Provider? provider)
    {
        var offered = provider is null ? Purposes.All : provider.Gateway.Purposes;
        if (purposes.Grants(offered))
        {
            return texts["All"];
        }

        return Names(purposes & offered);
    }

    /// <summary>Each by its name, within a sentence, however many: "e-mails, newsletters et contacts".</summary>
    public string Names(Purposes purposes)
    {
        var names = purposes.Split().Select(purpose => Lower(Name(purpose))).ToList();
        return names.Count switch
        {
            0 => texts["None"],
            1 => names[0],
            _ => texts["And", string.Join(", ", names.Take(names.Count - 1)), names[^1]],
        };
    }

    private static string Lower(string name) => char.ToLower(name[0], CultureInfo.CurrentUICulture) + name[1..];
}
