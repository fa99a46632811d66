using Connexions.Domain.Integrations;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

/// <summary>Tells a stored connexion's state without decrypting anything.</summary>
internal static class ConnexionStates
{
    public static ConnexionState StateOf(this KeyRing ring, Guid? ringKeyId) => ringKeyId switch
    {
        null => ConnexionState.Incomplete,
        { } keyId when ring.CanRead(keyId) => ConnexionState.NeverVerified,
        _ => ConnexionState.Unreadable,
    };
}
