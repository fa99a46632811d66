using System.Globalization;
using Connexions.Domain.Sharing;

namespace Connexions.Web.Features.Sharing.Policies.Editing;

/// <summary>The limits as a person types them: what is no number stays as it is until it is put right.</summary>
/// <param name="Typed">By the names of <see cref="SharingQuota"/>.</param>
public sealed record QuotaInput(IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>What is no number is none that the checks allow: they say so beside its field.</summary>
    private const int Unreadable = 0;

    public string this[string limit] => Typed.GetValueOrDefault(limit, "");

    public static QuotaInput From(SharingQuota quota) =>
        new(quota.ByName.ToDictionary(limit => limit.Key, limit => limit.Value?.ToString(CultureInfo.InvariantCulture) ?? ""));

    public QuotaInput With(string limit, string? typed) => new(new Dictionary<string, string>(Typed) { [limit] = typed ?? "" });

    public SharingQuota Read() => new()
    {
        CallsPerAgency = Number(nameof(SharingQuota.CallsPerAgency)),
        EmailsPerAgency = Number(nameof(SharingQuota.EmailsPerAgency)),
        CallsForAll = Number(nameof(SharingQuota.CallsForAll)),
        EmailsForAll = Number(nameof(SharingQuota.EmailsForAll)),
    };

    // People part thousands with spaces, of whatever width.
    private int? Number(string limit)
    {
        var digits = string.Concat(this[limit].Where(character => !char.IsWhiteSpace(character)));
        return digits.Length == 0 ? null
            : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Unreadable;
    }
}
