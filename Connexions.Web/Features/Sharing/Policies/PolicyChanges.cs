using System.Globalization;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;

namespace Connexions.Web.Features.Sharing.Policies;

/// <summary>What the journal keeps of a change of a network's policy, by the names of <see cref="SharingTerms"/> and <see cref="SharingQuota"/>.</summary>
internal static class PolicyChanges
{
    /// <returns>Only what differs. A limit that is not set is null.</returns>
    public static Dictionary<string, Change> Between(SharingTerms before, SharingTerms after)
    {
        var quotaAfter = after.Quota.ByName;
        return new Dictionary<string, Change>
        {
            [nameof(SharingTerms.Mode)] = new(before.Mode.ToText(), after.Mode.ToText()),
            [nameof(SharingTerms.OwnAllowed)] = new(YesNo(before.OwnAllowed), YesNo(after.OwnAllowed)),
            [nameof(SharingTerms.OwnSenderAllowed)] = new(YesNo(before.OwnSenderAllowed), YesNo(after.OwnSenderAllowed)),
            [nameof(SharingTerms.Purposes)] = new(before.Purposes.ToText(), after.Purposes.ToText()),
        }
        .Concat(before.Quota.ByName.Select(limit => KeyValuePair.Create(limit.Key, new Change(Number(limit.Value), Number(quotaAfter[limit.Key])))))
        .Where(change => change.Value.Before != change.Value.After)
        .ToDictionary();
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
