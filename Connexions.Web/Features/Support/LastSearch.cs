namespace Connexions.Web.Features.Support;

/// <summary>
/// What this tab searched for last, so that the way back from a connexion leads to the same list. Kept in the circuit:
/// never in an address, where whatever was typed would end up in logs and histories.
/// </summary>
public sealed class LastSearch
{
    public SearchConnexionsRequest Request { get; set; } = new();
}
