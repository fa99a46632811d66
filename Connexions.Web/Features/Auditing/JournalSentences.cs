using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Usage;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Shared.Times;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Auditing;

/// <summary>
/// What a journal entry says, as a sentence. Keys: the action's name; the same with <c>.With</c> where a person or a
/// thing is named; with <c>.Platform</c> as support reads its own looks.
/// </summary>
public sealed class JournalSentences(IStringLocalizer<Journal> texts, PurposeTexts purposeTexts, UseSentences uses)
{
    /// <summary>So many agencies are read at a glance; of more, only the first are named at once.</summary>
    public const int MostNamed = 5;

    /// <summary>What the entries of the demonstration call the thing that was laid down.</summary>
    public const string DemoThing = "Demo";

    private const int FirstNamed = 3;

    /// <param name="ofPlatform">Whether the reader works for no client.</param>
    public string For(JournalEntry entry, bool ofPlatform)
    {
        if (entry.Use is { } use)
        {
            // The agency's tools and people are its own business: the network reads of the agency.
            var actor = use.AgencyId is null ? Actor(entry) : use.AgencyName ?? uses.AnAgency;
            return uses.For(actor, ProviderCatalogue.Find(entry.Provider), use.Operation, use.Result, use.Refusal, use.Emails, isLent: use.AgencyId is not null);
        }

        var name = NameOf(entry);
        var key = ofPlatform && Has($"{name}.Platform") ? $"{name}.Platform"
            : entry.Subject is not null && Has($"{name}.With") ? $"{name}.With"
            : name;
        var subject = entry.Action switch
        {
            AuditAction.Refused => Operation(entry.Subject),
            AuditAction.PolicyScheduled or AuditAction.PolicyScheduleCancelled => Day(entry.Subject),
            _ => entry.Subject,
        };
        return texts[key, Actor(entry), Provider(entry.Provider), subject ?? texts["Erased"].Value];
    }

    /// <summary>The action, more narrowly where an entry says more of it: what was laid down, a key that its provider refused.</summary>
    private string NameOf(JournalEntry entry)
    {
        var name = entry.Action.ToString();
        var narrower = entry.Action switch
        {
            AuditAction.DemoLaidDown => entry.Changes.GetValueOrDefault(DemoThing)?.After,
            AuditAction.ConnexionCreated or AuditAction.KeyReplaced
                when entry.Changes.GetValueOrDefault(VerdictBook.VerdictChange)?.After is nameof(VerificationVerdict.Rejected) or nameof(ConnexionState.RefusedOnce) => "Refused",
            _ => null,
        };
        return narrower is not null && Has($"{name}.{narrower}") ? $"{name}.{narrower}" : name;
    }

    private string Actor(JournalEntry entry)
    {
        if (entry.ActorKind == ActorKind.Job)
        {
            return texts["Actor.Job"];
        }

        var role = entry.ActorKind == ActorKind.Tool ? "Actor.Tool"
            : entry.ActingRole is Role.Support or Role.Administrateur ? $"Actor.{entry.ActingRole}"
            : "Actor.Person";
        return entry.ActorName is { } name ? texts[role, name] : texts[$"{role}.Gone"];
    }

    /// <summary>How many agencies it concerned, and the first of them by name; null where it concerned none.</summary>
    public string? Affected(IReadOnlyList<string> agencies) => agencies.Count switch
    {
        0 => null,
        1 => texts["Affected.One", agencies[0]].Value,
        <= MostNamed => texts["Affected", agencies.Count, string.Join(", ", agencies)].Value,
        var count => texts["Affected.Many", count, string.Join(", ", agencies.Take(FirstNamed)), count - FirstNamed].Value,
    };

    /// <summary>What changed beside a connexion's fields: its name, then before and after; null for what was not there.</summary>
    public IEnumerable<(string Name, string? Before, string? After)> OtherChanges(JournalEntry entry) =>
        from change in entry.Changes
        where !Enum.IsDefined(typeof(FieldKind), change.Key) && change.Key != AffectedAgencies.Key && Has($"Change.{change.Key}")
        select (texts[$"Change.{change.Key}"].Value, Say(entry, change.Key, change.Value.Before), Say(entry, change.Key, change.Value.After));

    private string? Say(JournalEntry entry, string key, string? value) => key switch
    {
        // Names are people's own words: an agency called "all" keeps its name.
        "Agencies" => value,
        nameof(SharingTerms.Purposes) => value is null ? null : purposeTexts.List(PurposeCodes.Parse(value), ProviderCatalogue.Find(entry.Provider)),
        _ when value is null => SharingQuota.Unlimited.ByName.ContainsKey(key) ? texts["Value.Unlimited"].Value : null,
        _ => Has($"Value.{value}") ? texts[$"Value.{value}"] : value,
    };

    private static string? Day(string? moment) =>
        DateTime.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? ParisDay.InWords(at) : moment;

    private static string Provider(string? code) => ProviderCatalogue.Find(code)?.Name ?? code ?? "";

    private string Operation(string? name) => Has($"Operation.{name}") ? texts[$"Operation.{name}"] : texts["Operation.Unknown"];

    private bool Has(string key) => !texts[key].ResourceNotFound;
}
