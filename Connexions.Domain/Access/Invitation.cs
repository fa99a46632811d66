using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Access;

/// <summary>
/// A one-time link by which a person receives a membership. Only a hash of its token is stored: whoever reads the
/// database cannot use it.
/// </summary>
public sealed class Invitation : IClientOwned
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Length of <see cref="TokenHash"/>, in hexadecimal digits.</summary>
    public const int TokenHashLength = 64;

    private Invitation() { }

    public Guid InvitationId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public Role Role { get; private init; }

    public ClientType? ClientType { get; private init; }

    public Guid? ClientId { get; private init; }

    /// <summary>Who is invited; null for the first administrator, who gives an address on arrival.</summary>
    public string? Email { get; private init; }

    public string TokenHash { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    public DateTime ExpiresAt { get; private init; }

    public DateTime? UsedAt { get; private set; }

    public DateTime? WithdrawnAt { get; private set; }

    public ClientRef? Owner => ClientRef.From(ClientType, ClientId);

    public bool IsOpen(DateTime now) => UsedAt is null && WithdrawnAt is null && now < ExpiresAt;

    /// <summary>The invitation and its token, which is shown once: 256 random bits, base64url.</summary>
    public static (Invitation Invitation, string Token) Create(
        Role role, Guid organisationId, ClientRef? client, string? email, DateTime at)
    {
        if (!role.Fits(client?.Type))
        {
            throw new ArgumentException($"A {role} cannot name {client?.Type.ToString() ?? "no client"}.", nameof(client));
        }

        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        var invitation = new Invitation
        {
            InvitationId = Guid.CreateVersion7(),
            OrganisationId = organisationId,
            Role = role,
            ClientType = client?.Type,
            ClientId = client?.Id,
            Email = email,
            TokenHash = Hash(token),
            CreatedAt = at,
            ExpiresAt = at + Lifetime,
        };
        return (invitation, token);
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public void Use(DateTime at) => UsedAt = at;

    public void Withdraw(DateTime at) => WithdrawnAt = at;
}
