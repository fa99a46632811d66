using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Auditing;

namespace Connexions.Domain.Access;

/// <summary>
/// One sign-in of a person in one browser. The browser's cookie holds its token, of which only a hash is stored: whoever
/// reads the database cannot go on with it.
/// </summary>
public sealed class PersonSession
{
    /// <summary>How long a session lasts after the last sign of life.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromHours(8);

    /// <summary>How long it lasts at most, however busy.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Length of <see cref="TokenHash"/>, in hexadecimal digits.</summary>
    public const int TokenHashLength = 64;

    private PersonSession() { }

    public Guid SessionId { get; private init; }

    public Guid PersonId { get; private init; }

    public string TokenHash { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    public DateTime LastSeenAt { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    /// <summary>Null while it is open.</summary>
    public DateTime? EndedAt { get; private set; }

    public SessionEnd? EndedBy { get; private set; }

    /// <summary>Where the browser was at sign-in.</summary>
    public string? Address { get; private init; }

    public string? UserAgent { get; private init; }

    /// <summary>The session and its token, which only the cookie keeps: 256 random bits, base64url.</summary>
    public static (PersonSession Session, string Token) Open(Guid personId, Origin origin, DateTime at)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var session = new PersonSession
        {
            SessionId = Guid.CreateVersion7(),
            PersonId = personId,
            TokenHash = Hash(token),
            CreatedAt = at,
            Address = AuditDetail.Cut(origin.Address, AuditDetail.AddressMaxLength),
            UserAgent = AuditDetail.Cut(origin.UserAgent, AuditDetail.UserAgentMaxLength),
        };
        session.See(at);
        return (session, token);
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public bool IsOpen(DateTime now) => EndedAt is null && now < ExpiresAt;

    /// <summary>A sign of life, which lengthens it.</summary>
    public void See(DateTime at)
    {
        // Servers tell of it some time later, each for itself.
        if (at <= LastSeenAt)
        {
            return;
        }

        LastSeenAt = at;
        ExpiresAt = at + IdleLifetime < CreatedAt + Lifetime ? at + IdleLifetime : CreatedAt + Lifetime;
    }

    /// <summary>Of two ends the first counts.</summary>
    public void End(SessionEnd by, DateTime at)
    {
        if (EndedAt is null)
        {
            (EndedAt, EndedBy) = (at, by);
        }
    }
}

/// <summary>Why a session is over. Stored by name: never rename one.</summary>
public enum SessionEnd
{
    SignedOut,

    /// <summary>The person ended it from another one.</summary>
    EndedByPerson,
    PasswordChanged,
    AccountDisabled,
    Expired,
}
