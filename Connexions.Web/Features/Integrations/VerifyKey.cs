using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Integrations;

/// <param name="Client">The client the page was opened for.</param>
/// <param name="Key">The key that was typed and not saved; null to try the stored one.</param>
public sealed record VerifyKeyRequest(ClientRef Client, string Provider, SecretText? Key)
{
    /// <summary>The person confirmed using the key for both clients they answer for.</summary>
    public bool ForBoth { get; init; }

    // A record prints its members; this one says no more than what it is about.
    public override string ToString() => $"{Provider} {Client}";
}

/// <param name="Finding">Null when the provider did not answer in time.</param>
/// <param name="Account">The account that the stored key before opened, where that is known and another one.</param>
public sealed record TriedKey(Verification? Finding, ProviderAccount? AccountBefore)
{
    /// <summary>What is known of the stored key with what was learnt; null for a typed one.</summary>
    public ConnexionState? State { get; init; }

    /// <summary>The refusal stands alone so far: the stored key stays usable.</summary>
    public bool IsRefusedOnce => State == ConnexionState.RefusedOnce && Finding?.Verdict == VerificationVerdict.Rejected;
}

/// <summary>Tries a key of the client one works for: a typed one without storing anything, the stored one with its verdict written down.</summary>
public sealed class VerifyKey(UnitsOfWork unitsOfWork, SecretVault vault, OwnPassword password, KeyCheck check, VerdictBook book)
{
    public async Task<Result<TriedKey>> HandleAsync(Actor actor, VerifyKeyRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        if (request.Key is { } typed && provider.Refuse(typed) is { } refusal)
        {
            return refusal;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.VerifyConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<TriedKey>.Failure(begun.Errors);
        }

        Connexion? stored;
        await using (var work = begun.Value)
        {
            stored = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
        }

        return request.Key is { } key
            ? await TryAsync(actor, request, provider, key, stored, cancellationToken)
            : await TryStoredAsync(actor, provider, stored, cancellationToken);
    }

    private async Task<Result<TriedKey>> TryAsync(
        Actor actor, VerifyKeyRequest request, Provider provider, SecretText key, Connexion? stored, CancellationToken cancellationToken)
    {
        if (await password.RefuseAsync(actor, request.Client, provider, key, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        vault.MakeReady();
        var tried = await check.CheckAsync(actor, request.Client, provider, key, request.ForBoth, cancellationToken);
        return tried.Map(it => new TriedKey(
            it.Finding,
            stored?.ProviderAccountId is { } before && it.Finding?.Account?.Id is { } now && now != before
                ? new ProviderAccount(before, stored.ProviderAccountEmail, stored.ProviderAccountName)
                : null));
    }

    private async Task<Result<TriedKey>> TryStoredAsync(Actor actor, Provider provider, Connexion? stored, CancellationToken cancellationToken)
    {
        if (stored?.Secret is null)
        {
            return ConnexionErrors.NothingToVerify;
        }

        if (vault.Unprotect(stored) is not { } key)
        {
            return ConnexionErrors.Unreadable;
        }

        if (check.Limit(actor, stored.Client) is { } tooMany)
        {
            return tooMany;
        }

        var finding = await check.AskAsync(actor, provider, key, cancellationToken);
        ConnexionState? state = null;
        if (finding is not null)
        {
            var id = new ConnexionId(provider, stored.OrganisationId, stored.Client, stored.Id);
            state = await book.WriteAsync(id, new Learnt(finding, key, stored.ApiKeyChangedAt), cancellationToken);
        }

        return new TriedKey(finding, AccountBefore: null) { State = state };
    }
}
