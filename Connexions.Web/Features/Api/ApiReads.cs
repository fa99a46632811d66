using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Api;

/// <summary>
/// What a token may be told of its client. Under the gateway's own scope, which reads one client's rows and writes nothing:
/// a token is nobody's membership.
/// </summary>
internal sealed class ApiReads(ContextFactory contexts, KeyRing ring, TimeProvider clock)
{
    /// <returns>Null for a token that was revoked a moment ago.</returns>
    public async Task<ApiToken?> TokenAsync(TokenFacts token, CancellationToken cancellationToken)
    {
        await using var db = Open(token);
        var name = await NameAsync(db, token, cancellationToken);
        var row = await db.ServiceTokens.Where(row => row.TokenId == token.TokenId && row.RevokedAt == null)
            .Select(row => new { row.Nom, row.CreatedAt }).SingleOrDefaultAsync(cancellationToken);
        return row is null
            ? null
            : new ApiToken(
                row.Nom, token.Client.Type, name, [.. Providers(token).Select(provider => provider.Code)], Codes(token.Purposes),
                [.. (token.Ranges ?? []).Select(range => range.ToString())], token.CallsPerMinute, row.CreatedAt, token.ExpiresAt);
    }

    /// <summary>One for each provider of the token.</summary>
    public async Task<IReadOnlyList<ApiConnexion>> ConnexionsAsync(TokenFacts token, CancellationToken cancellationToken)
    {
        await using var db = Open(token);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connexions = new List<ApiConnexion>();
        foreach (var provider in Providers(token))
        {
            connexions.Add(Show(token, await ReadAsync(db, provider, cancellationToken)));
        }

        return connexions;
    }

    /// <param name="provider">One of the token's.</param>
    public async Task<ApiConnexionExplained> ExplainAsync(TokenFacts token, Provider provider, TraceSentences traces, SituationSentences situations, CancellationToken cancellationToken)
    {
        await using var db = Open(token);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var view = await ReadAsync(db, provider, cancellationToken);
        var name = await NameAsync(db, token, cancellationToken);
        return new ApiConnexionExplained(
            Show(token, view), situations.Says(view.Situation, name, view.NetworkName), situations.Next(view.Situation, name, view.NetworkName),
            traces.For(provider, view.Effective, name, view.NetworkName));
    }

    /// <summary>The provider of that code, if it is one of the token's.</summary>
    public static Provider? Find(TokenFacts token, string code) => Providers(token).FirstOrDefault(provider => provider.Code == code);

    public static IEnumerable<Provider> Providers(TokenFacts token) => ProviderCatalogue.All.Where(provider => token.Providers.Contains(provider.Code));

    internal static ConnexionsDbContext Open(ContextFactory contexts, TokenFacts token) => contexts.Create(new ActingScope.Gateway(token.OrganisationId, token.Client));

    private ConnexionsDbContext Open(TokenFacts token) => Open(contexts, token);

    private static async Task<string> NameAsync(ConnexionsDbContext db, TokenFacts token, CancellationToken cancellationToken) =>
        (await db.FindClientAsync(token.Client, cancellationToken))!.Name;

    private async Task<EffectiveView> ReadAsync(ConnexionsDbContext db, Provider provider, CancellationToken cancellationToken) =>
        EffectiveView.From(provider, await SharingReads.FactsAsync(db, provider, clock.GetUtcNow().UtcDateTime, cancellationToken), ring, Reader.Tool);

    private static ApiConnexion Show(TokenFacts token, EffectiveView view)
    {
        var (effective, quota) = (view.Effective, view.Effective.Quota);
        var usable = effective.Source == Source.None ? Purposes.None : effective.Purposes & token.Purposes & view.Provider.Gateway.Purposes;
        return new ApiConnexion(
            view.Provider.Code, effective.Source, view.Situation.State, view.Account?.Name, view.Account?.Email, effective.Sender.Email, effective.Sender.Name,
            Codes(usable), new ApiQuota(quota.CallsPerAgency, quota.EmailsPerAgency, quota.CallsForAll, quota.EmailsForAll),
            [.. effective.Trace.Select(step => new ApiReason(step.Source, step.Reason))],
            new ApiNextStep(view.Situation.Step.Kind, view.Situation.Step.Doer, view.Situation.NeedsAttention));
    }

    private static IReadOnlyList<string> Codes(Purposes purposes) => [.. purposes.Split().Select(purpose => purpose.ToText())];
}
