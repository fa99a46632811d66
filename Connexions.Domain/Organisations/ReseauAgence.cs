using Connexions.Domain.Results;
using Connexions.Domain.Text;

namespace Connexions.Domain.Organisations;

/// <summary>An agency of a network. It never changes its network: leaving or joining one re-types the client.</summary>
public sealed class ReseauAgence : IClient
{
    private ReseauAgence() { }

    public Guid ReseauAgenceId { get; private init; }

    public Guid ReseauId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public string Nom { get; private set; } = "";

    public string NomFolded { get; private set; } = "";

    public ClientRef Reference => new(ClientType.ReseauAgence, ReseauAgenceId);

    public ClientRef? Owner => Reference;

    public static Result<ReseauAgence> Create(Guid organisationId, Guid reseauId, string? nom) =>
        PlainText.Name(nom, nameof(Nom)).Map(valid => new ReseauAgence
        {
            ReseauAgenceId = Guid.CreateVersion7(),
            ReseauId = reseauId,
            OrganisationId = organisationId,
            Nom = valid,
            NomFolded = FoldedText.Fold(valid),
        });
}
