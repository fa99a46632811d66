namespace Connexions.Web.Features.Access;

/// <summary>
/// A link that gives a right to whoever holds it. It is shown once, to the one who asked for it, and stored nowhere;
/// whatever prints or logs it gets <c>•••</c>.
/// </summary>
public sealed class OneTimeLink
{
    public const string InvitationPath = "compte/invitation";
    public const string PasswordPath = "compte/nouveau-mot-de-passe";

    private readonly string path;

    private OneTimeLink(string path) => this.path = path;

    public static OneTimeLink Invitation(string token) => new($"{InvitationPath}/{token}");

    public static OneTimeLink Password(Guid personId, string token) => new($"{PasswordPath}/{personId}/{token}");

    /// <param name="baseUri">The site's address.</param>
    public string Under(string baseUri) => $"{baseUri.TrimEnd('/')}/{path}";

    public override string ToString() => "•••";
}
