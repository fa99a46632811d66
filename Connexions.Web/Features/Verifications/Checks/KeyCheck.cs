using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications.Checks;

/// <summary>A typed key as it was found to be, before anything is stored.</summary>
/// <param name="Finding">Null when the provider did not answer in time: the background tries again.</param>
internal sealed record CheckedKey(Verification? Finding, KeyFingerprint? Fingerprint, ClaimValues Values, ClaimLook Look)
{
    /// <summary>No key was typed.</summary>
    public static readonly CheckedKey None = new(null, null, ClaimValues.None, ClaimLook.Nobody);
}

/// <summary>
/// Tries a typed key at its provider and looks up who claims it. A claimed key and another key of a claimed account take
/// the same way and get the same answer; the refusal is written to both journals.
/// </summary>
public sealed class KeyCheck(
    ProviderClient providers, ClaimDesk desk, PepperStore peppers, AttemptLimits attempts, ContextFactory contexts, LiveNotices live, VerificationOptions options, TimeProvider clock)
{
    /// <param name="client">For whom; the right to edit it has been checked.</param>
    /// <param name="forBoth">The person confirmed using it for both clients they answer for.</param>
    internal async Task<Result<CheckedKey>> CheckAsync(
        Actor actor, ClientRef client, Provider provider, SecretText key, bool forBoth, CancellationToken cancellationToken)
    {
        if (Limit(actor, client) is { } tooMany)
        {
            return tooMany;
        }

        var finding = await AskTwiceAsync(actor, provider, key, cancellationToken);
        var claimed = provider.Recognises(key) || finding?.Verdict.IsAlive() == true ? key : null;
        var values = await desk.ValuesOfAsync(provider, claimed, finding?.Account?.Id, cancellationToken);
        var look = await desk.LookAsync(provider, client, values, actor.PersonId, cancellationToken);
        if (Refusal(look.Relation, forBoth) is { } refusal)
        {
            if (refusal == ClaimErrors.Taken)
            {
                await RecordAsync(actor, client, provider, look, (AuditAction.ClaimRefused, AuditAction.ClaimAttempted), cancellationToken);
            }

            return refusal;
        }

        if (look.Relation == ClaimRelation.AlsoMine)
        {
            await RecordAsync(actor, client, provider, look, (AuditAction.ClaimConfirmed, AuditAction.ClaimConfirmed), cancellationToken);
        }

        var fingerprint = claimed is null ? null : KeyFingerprint.Compute(await peppers.CurrentAsync(cancellationToken), provider.Code, claimed);
        return new CheckedKey(finding, fingerprint, values, look);
    }

    /// <summary>Counts a try; what stands in its way when there were too many.</summary>
    internal Error? Limit(Actor actor, ClientRef client) => attempts.Take(actor.PersonId, client.Id) is { } wait
        ? ClaimErrors.TooManyTries with { Arguments = [(int)Math.Ceiling(wait.TotalMinutes)] }
        : null;

    /// <summary>Looks again, after a save met another's claim made at the same moment.</summary>
    internal async Task<Error?> RefusalAsync(Actor actor, ClientRef client, Provider provider, CheckedKey tried, bool forBoth, CancellationToken cancellationToken)
    {
        var look = await desk.LookAsync(provider, client, tried.Values, actor.PersonId, cancellationToken);
        return Refusal(look.Relation, forBoth);
    }

    private static Error? Refusal(ClaimRelation relation, bool forBoth) => relation switch
    {
        ClaimRelation.Foreign => ClaimErrors.Taken,
        ClaimRelation.OwnNetwork => ClaimErrors.OfOwnNetwork,
        ClaimRelation.AlsoMine when !forBoth => ClaimErrors.AlsoYours,
        _ => null,
    };

    /// <summary>Asks once more about a typed key that was refused: the second answer is the one that counts, whatever it is.</summary>
    private async Task<Verification?> AskTwiceAsync(Actor actor, Provider provider, SecretText key, CancellationToken cancellationToken)
    {
        var finding = await AskAsync(actor, provider, key, cancellationToken);
        return finding?.Verdict == VerificationVerdict.Rejected ? await AskAsync(actor, provider, key, cancellationToken) : finding;
    }

    /// <summary>Asks, as long as a person waits for it. Nobody waits for a provider that hangs.</summary>
    internal async Task<Verification?> AskAsync(Actor actor, Provider provider, SecretText key, CancellationToken cancellationToken)
    {
        if (options.Patience <= TimeSpan.Zero)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(options.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var finding = await providers.VerifyAsync(provider, key, actor.OrganisationId, withSenders: true, options.Patience / 2, either.Token);
            return finding.Cause == VerificationCause.OwnLimit ? null : finding;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>In the journal of who tried, and of who claims it; the latter is told, once a day.</summary>
    private async Task RecordAsync(
        Actor actor, ClientRef client, Provider provider, ClaimLook look, (AuditAction Here, AuditAction There) actions, CancellationToken cancellationToken)
    {
        var outcome = actions.Here == AuditAction.ClaimRefused ? AuditOutcome.Refused : AuditOutcome.Done;
        var now = clock.GetUtcNow().UtcDateTime;
        var correlation = Guid.CreateVersion7();
        await WriteAsync(new AuditFacts(actor.OrganisationId, actions.Here) { Client = client, Provider = provider.Code, Outcome = outcome }, actor);
        foreach (var holder in look.Holders.Select(holder => (holder.OrganisationId, holder.Client)).Distinct())
        {
            // Neither journal names the other side: the entry of an attempt is the application's own.
            await WriteAsync(
                new AuditFacts(holder.OrganisationId, actions.There) { Client = holder.Client, Provider = provider.Code, Outcome = outcome },
                by: actions.There == AuditAction.ClaimAttempted ? null : actor);
        }

        async Task WriteAsync(AuditFacts facts, Actor? by)
        {
            await using var db = contexts.Create(new ActingScope.Job("claims", facts.OrganisationId));
            await using var transaction = await db.BeginWritingAsync([Turn.OfFamily(facts.Client!.Value)], cancellationToken);
            db.Record(AuditEntry.Create(facts, by?.PersonId, by?.Role, correlation, by?.Origin ?? Origin.Unknown, now));
            var (type, id, yesterday) = (facts.Client!.Value.Type, facts.Client.Value.Id, now.AddDays(-1));
            var tells = facts.Action == AuditAction.ClaimAttempted && !await db.Set<Notice>().AnyAsync(
                notice => notice.ClientType == type && notice.ClientId == id && notice.Kind == NoticeKind.ClaimAttempted && notice.Provider == provider.Code && notice.CreatedAt > yesterday,
                cancellationToken);
            if (tells)
            {
                db.Add(Notice.Create(facts.OrganisationId, facts.Client.Value, NoticeKind.ClaimAttempted, provider.Code, now));
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            if (tells)
            {
                live.Changed([facts.Client.Value]);
            }
        }
    }
}
