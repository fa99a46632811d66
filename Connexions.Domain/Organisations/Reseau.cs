using Connexions.Domain.Results;
using Connexions.Domain.Text;

namespace Connexions.Domain.Organisations;

/// <summary>A network of agencies.</summary>
public sealed class Reseau : IClient
{
    private Reseau() { }

    public Guid ReseauId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public string Nom { get; private set; } = "";

    public string NomFolded { get; private set; } = "";

    public ClientRef Reference => new(ClientType.Reseau, ReseauId);

    public ClientRef? Owner => Reference;

    public static Result<Reseau> Create(Guid organisationId, string? nom) => PlainText.Name(nom, nameof(Nom)).Map(valid => new Reseau
    {
        ReseauId = Guid.CreateVersion7(),
        OrganisationId = organisationId,
        Nom = valid,
        NomFolded = FoldedText.Fold(valid),
    });
}
