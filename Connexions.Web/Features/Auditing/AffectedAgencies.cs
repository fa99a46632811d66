using Connexions.Domain.Auditing;

namespace Connexions.Web.Features.Auditing;

/// <summary>The agencies that something concerned, as a journal entry keeps them: by the names they had then, erasable with its detail.</summary>
public static class AffectedAgencies
{
    public const string Key = "Affected";

    /// <summary>A name may hold a comma, but no line break: so they can be told apart again, and counted.</summary>
    private const char Separator = '\n';

    /// <returns>The changes, and these agencies among them unless there is none.</returns>
    public static Dictionary<string, Change> In(Dictionary<string, Change> changes, IEnumerable<string> names)
    {
        var all = string.Join(Separator, names);
        if (all.Length > 0)
        {
            changes[Key] = new Change(null, all);
        }

        return changes;
    }

    public static IReadOnlyList<string> Of(JournalEntry entry) =>
        entry.Changes.GetValueOrDefault(Key)?.After?.Split(Separator) ?? [];
}
