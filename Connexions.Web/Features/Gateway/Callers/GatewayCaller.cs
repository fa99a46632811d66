using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;

namespace Connexions.Web.Features.Gateway.Callers;

/// <summary>For whom a call goes through the gateway, and on whose order: a tool with its token, or a person at the screen.</summary>
/// <param name="Purposes">What the token was made for; everything, for a person.</param>
internal sealed record GatewayCaller(Guid OrganisationId, ClientRef Client, Guid? TokenId, Guid? PersonId, Purposes Purposes)
{
    /// <param name="actor">Works for a client.</param>
    public static GatewayCaller Person(Actor actor) => new(actor.OrganisationId, actor.Client!.Value, null, actor.PersonId, Purposes.All);

    public static GatewayCaller Tool(TokenFacts token) => new(token.OrganisationId, token.Client, token.TokenId, null, token.Purposes);
}
