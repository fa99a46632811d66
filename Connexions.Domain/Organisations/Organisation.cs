using Connexions.Domain.Results;
using Connexions.Domain.Text;

namespace Connexions.Domain.Organisations;

/// <summary>The tenant.</summary>
public sealed class Organisation : ITenantOwned
{
    /// <summary>
    /// Owns what belongs to no tenant: the memberships of support and administrators, and the journal of their own
    /// actions. It is a reserved number, not a row of <c>organisations</c>.
    /// </summary>
    public static readonly Guid Platform = new("00000000-0000-0000-0000-000000000001");

    private Organisation() { }

    public Guid OrganisationId { get; private init; }

    public string Nom { get; private set; } = "";

    public string NomFolded { get; private set; } = "";

    public ClientRef? Owner => null;

    public static Result<Organisation> Create(string? nom) => PlainText.Name(nom, nameof(Nom)).Map(valid => new Organisation
    {
        OrganisationId = Guid.CreateVersion7(),
        Nom = valid,
        NomFolded = FoldedText.Fold(valid),
    });
}
