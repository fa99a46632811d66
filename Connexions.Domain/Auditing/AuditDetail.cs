using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connexions.Domain.Access;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Auditing;

/// <summary>
/// The part of an entry that may be personal, in a row of its own so that it can be erased. The entry keeps a hash of
/// it, salted so that an erased value cannot be guessed from the hash.
/// </summary>
public sealed class AuditDetail : IClientOwned
{
    /// <summary>Longest user agent kept, in characters.</summary>
    public const int UserAgentMaxLength = 300;

    /// <summary>Longest network address, in characters (an IPv6 address with a zone).</summary>
    public const int AddressMaxLength = 64;

    private AuditDetail() { }

    public Guid OrganisationId { get; private init; }

    public long Sequence { get; private set; }

    public ClientType? ClientType { get; private init; }

    public Guid? ClientId { get; private init; }

    public string Salt { get; private init; } = "";

    /// <summary>JSON of the fields' values before and after; never a secret's.</summary>
    public string? Changes { get; private init; }

    public string? Reason { get; private init; }

    public string? Subject { get; private init; }

    public string? Address { get; private init; }

    public string? UserAgent { get; private init; }

    public ClientRef? Owner => ClientRef.From(ClientType, ClientId);

    /// <summary>Null when there is nothing personal to keep.</summary>
    public static AuditDetail? Create(AuditFacts facts, Origin origin)
    {
        if (facts.Changes.Count + facts.OtherChanges.Count == 0 && facts.Reason is null && facts.Subject is null && origin == Origin.Unknown)
        {
            return null;
        }

        return new AuditDetail
        {
            OrganisationId = facts.OrganisationId,
            ClientType = facts.Client?.Type,
            ClientId = facts.Client?.Id,
            Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Changes = facts.Changes.Count + facts.OtherChanges.Count == 0
                ? null
                : JsonSerializer.Serialize(facts.Changes.OrderBy(change => change.Key)
                    .Select(change => KeyValuePair.Create(change.Key.ToString(), change.Value))
                    .Concat(facts.OtherChanges.OrderBy(change => change.Key, StringComparer.Ordinal))
                    .ToDictionary()),
            Reason = facts.Reason,
            Subject = facts.Subject,
            Address = Cut(origin.Address, AddressMaxLength),
            UserAgent = Cut(origin.UserAgent, UserAgentMaxLength),
        };
    }

    internal static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;

    public IReadOnlyDictionary<string, Change> ReadChanges() =>
        Changes is null ? new Dictionary<string, Change>() : JsonSerializer.Deserialize<Dictionary<string, Change>>(Changes)!;

    /// <summary>SHA-256 over the salt and every field, each with its length in front so that none runs into the next.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var part in new[] { Salt, Changes, Reason, Subject, Address, UserAgent })
        {
            text.Append(part?.Length ?? -1).Append(':').Append(part).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    internal void Number(long sequence) => Sequence = sequence;
}
