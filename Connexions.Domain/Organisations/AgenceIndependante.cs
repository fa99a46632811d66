using Connexions.Domain.Results;
using Connexions.Domain.Text;

namespace Connexions.Domain.Organisations;

/// <summary>An agency that belongs to no network.</summary>
public sealed class AgenceIndependante : IClient
{
    private AgenceIndependante() { }

    public Guid AgenceIndependanteId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public string Nom { get; private set; } = "";

    public string NomFolded { get; private set; } = "";

    public ClientRef Reference => new(ClientType.AgenceIndependante, AgenceIndependanteId);

    public ClientRef? Owner => Reference;

    public static Result<AgenceIndependante> Create(Guid organisationId, string? nom) =>
        PlainText.Name(nom, nameof(Nom)).Map(valid => new AgenceIndependante
        {
            AgenceIndependanteId = Guid.CreateVersion7(),
            OrganisationId = organisationId,
            Nom = valid,
            NomFolded = FoldedText.Fold(valid),
        });
}
