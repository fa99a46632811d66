using System.Collections.Frozen;

namespace Connexions.Domain.Gateway;

/// <summary>The members of an object that are looked at.</summary>
internal sealed class MemberNames(params string[] names)
{
    private readonly FrozenSet<string> exact = names.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> folded = names.Select(MailJson.Fold).ToFrozenSet(StringComparer.Ordinal);

    public bool Contains(string name) => exact.Contains(name);

    /// <summary>Whether another reader might take it for one of these.</summary>
    public bool IsMisspelt(string name) => !exact.Contains(name) && folded.Contains(MailJson.Fold(name));
}
