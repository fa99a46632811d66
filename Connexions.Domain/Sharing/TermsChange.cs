using System.Globalization;
using Connexions.Domain.Gateway;

namespace Connexions.Domain.Sharing;

/// <summary>For what, and how much a day, a client's connexion may be used: before a decision, and after it.</summary>
public sealed record TermsChange(Purposes PurposesBefore, Purposes PurposesAfter, SharingQuota QuotaBefore, SharingQuota QuotaAfter)
{
    private const string PurposesName = "Purposes";

    public bool IsNothing => PurposesBefore == PurposesAfter && !ChangesLimits;

    public bool ChangesLimits => QuotaBefore != QuotaAfter;

    /// <summary>The limits that differ by their names, in the order in which screens show them; null for none.</summary>
    public IEnumerable<(string Name, int? Before, int? After)> Limits
    {
        get
        {
            var after = QuotaAfter.ByName;
            return QuotaBefore.ByName.Select(limit => (limit.Key, limit.Value, after[limit.Key])).Where(limit => limit.Value != limit.Item3);
        }
    }

    /// <summary>What differs, as a notice keeps it: <c>Purposes:all&gt;emails;CallsPerAgency:&gt;45</c>. Some 250 characters at most.</summary>
    public string ToText()
    {
        var limits = Limits.Select(limit => $"{limit.Name}:{Number(limit.Before)}>{Number(limit.After)}");
        return string.Join(';', PurposesBefore == PurposesAfter ? limits : limits.Prepend($"{PurposesName}:{PurposesBefore.ToText()}>{PurposesAfter.ToText()}"));

        static string Number(int? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Null for what <see cref="ToText"/> does not write: a later version may know more, and its notices stay.</summary>
    public static TermsChange? Parse(string text)
    {
        try
        {
            return Read(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static TermsChange Read(string text)
    {
        var parts = text.Split(';').Select(part => part.Split(':', '>'))
            .ToDictionary(part => part[0], part => part is [_, var before, var after] ? (Before: before, After: after) : throw new FormatException($"'{text}' is no change of terms."));
        var purposes = parts.GetValueOrDefault(PurposesName, (Before: "", After: ""));
        return new TermsChange(PurposeCodes.Parse(purposes.Before), PurposeCodes.Parse(purposes.After), Quota(part => part.Before), Quota(part => part.After));

        SharingQuota Quota(Func<(string Before, string After), string> side) => new()
        {
            CallsPerAgency = Limit(nameof(SharingQuota.CallsPerAgency), side),
            EmailsPerAgency = Limit(nameof(SharingQuota.EmailsPerAgency), side),
            CallsForAll = Limit(nameof(SharingQuota.CallsForAll), side),
            EmailsForAll = Limit(nameof(SharingQuota.EmailsForAll), side),
        };

        int? Limit(string name, Func<(string Before, string After), string> side) =>
            side(parts.GetValueOrDefault(name, ("", ""))) is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;
    }
}
