using System.Globalization;
using Connexions.Domain.Sharing;
using Connexions.Web.Shared.Times;

namespace Connexions.Web.Features.Sharing.Policies.Editing;

/// <summary>A policy as a person has it in the form: what is no number, or no day, stays as it is until it is put right.</summary>
/// <param name="Day">From which it holds; null for at once.</param>
public sealed record PolicyInput(SharingTerms Terms, QuotaInput Limits, IReadOnlySet<Guid> Selected, string? Day)
{
    private const string DayFormat = "yyyy-MM-dd";

    public static PolicyInput Empty { get; } = new(SharingTerms.Unstated, QuotaInput.From(SharingQuota.Unlimited), new HashSet<Guid>(), Day: null);

    /// <summary>Something was typed that is no day.</summary>
    public bool IsDayUnreadable => Day is not null && From is null;

    /// <summary>UTC.</summary>
    public DateTime? From => DateOnly.TryParseExact(Day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? ParisDay.Start(date) : null;

    public static PolicyInput Of(PolicyView policy) => new(policy.Terms, QuotaInput.From(policy.Terms.Quota), policy.Selected, Day: null);

    public static string Written(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public PolicyInput WithLimits(QuotaInput typed) => this with { Limits = typed, Terms = Terms with { Quota = typed.Read() } };

    /// <summary>Of what is shared with nobody the form shows neither uses nor limits: they stay as they were.</summary>
    public SharingTerms Decide(PolicyView policy) =>
        Terms.Mode == SharingMode.None ? Terms with { Purposes = policy.Terms.Purposes, Quota = policy.Terms.Quota } : Terms;

    public bool Differs(PolicyView policy) => Decide(policy) != policy.Terms || Day is not null || (Terms.Mode.Selects() && !Selected.SetEquals(policy.Selected));

    /// <summary>Without the agencies that are of this network no more.</summary>
    public PolicyInput Among(IEnumerable<FamilyAgency> agencies)
    {
        var known = agencies.Select(agency => agency.Client.Id).ToHashSet();
        return this with { Selected = Selected.Where(known.Contains).ToHashSet() };
    }
}
