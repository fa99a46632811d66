using System.Diagnostics.CodeAnalysis;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;

namespace Connexions.Web.Features.Gateway.Admissions;

/// <summary>A call as it was asked for.</summary>
/// <param name="Body">Read whole, for a call that says as whom it sends; null for one that is streamed through.</param>
/// <param name="BytesSent">The body's size; 0 while it is not known.</param>
internal sealed record AskedCall(Provider Provider, MatchedOperation Matched, ReadOnlyMemory<byte>? Body, long BytesSent);

/// <summary>A call that may be sent, or why it may not.</summary>
internal readonly record struct Admitted(AdmittedCall? Call, GatewayRefusal? Refusal)
{
    [MemberNotNullWhen(true, nameof(Call))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool MayPass => Call is not null;
}

/// <summary>
/// Decides whether a call may be sent, and as whom; takes it from the quotas, and writes its receipt before it is sent.
/// The one way to a key, for tools and for people. Each refusal of a known caller has a receipt as well.
/// </summary>
internal sealed class Admission(KeysInEffect keys, CallQuotas quotas, TokenRates rates, ReceiptSpool spool, SecretVault vault, RepeatedRefusals repeated, DatabaseIdentity database, TimeProvider clock)
{
    /// <summary>What can be said before a body is read: whether the token is for this, and whether it may call now.</summary>
    /// <param name="caller">A tool.</param>
    public GatewayRefusal? RefuseUnread(GatewayCaller caller, int callsPerMinute, Provider provider, MatchedOperation matched)
    {
        var operation = matched.Operation;
        return !caller.Purposes.Grants(operation.Purpose) ? Refuse(GatewayErrors.PurposeNotOfToken with { Arguments = [operation.Purpose] })
            : rates.Take(caller.TokenId!.Value, callsPerMinute) is { } wait ? Refuse(new GatewayRefusal(GatewayErrors.TooFast) { RetryAfter = wait })
            : null;

        GatewayRefusal Refuse(GatewayRefusal refusal)
        {
            Write(Begin(caller, provider, operation.Code, key: null), refusal, caller);
            return refusal;
        }
    }

    public async ValueTask<Admitted> AdmitAsync(GatewayCaller caller, AskedCall asked, CancellationToken cancellationToken)
    {
        var operation = asked.Matched.Operation;
        var key = await keys.FindAsync(caller.OrganisationId, caller.Client, asked.Provider, cancellationToken);
        if (key.Stored is null)
        {
            return Refuse(caller, asked, key, GatewayErrors.NoConnexion with { Arguments = [asked.Provider.Name] });
        }

        if (!key.Effective.Purposes.Grants(operation.Purpose))
        {
            return Refuse(caller, asked, key, GatewayErrors.PurposeNotShared with { Arguments = [operation.Purpose] });
        }

        if (operation.OwnerOnly && key.Lender is not null)
        {
            return Refuse(caller, asked, key, GatewayErrors.OperationNotLent with { Arguments = [asked.Provider.Name] });
        }

        var mail = operation.Mail is { } rule
            ? rule.Check(asked.Body ?? ReadOnlyMemory<byte>.Empty, new SenderTerms(key.Effective.Sender, key.Effective.Source == Source.Network))
            : null;
        if (mail is { Succeeded: false })
        {
            return Refuse(caller, asked, key, mail.Errors[0]);
        }

        if (mail is not null && ServiceToken.IsInMail(mail.Value!.Body))
        {
            return Refuse(caller, asked, key, GatewayErrors.TokenMisplaced);
        }

        if (mail is { Value.Emails: null } && key.Effective.Quota.LimitsEmails)
        {
            return Refuse(caller, asked, key, GatewayErrors.QuotaCannotCount);
        }

        if (vault.Unprotect(key.Stored) is not { } secret)
        {
            return Refuse(caller, asked, key, GatewayErrors.KeyUnreadable with { Arguments = [asked.Provider.Name] });
        }

        var emails = mail?.Value!.Emails;
        var turn = key.Lender is { } lender
            ? await quotas.TakeAsync(new Borrowing(key.Stored.Id, caller.OrganisationId, caller.Client, lender), key.Effective.Quota, emails ?? 0, cancellationToken)
            : QuotaTurn.Unlimited;
        if (turn.Reached is { } reached)
        {
            return Refuse(caller, asked, key, new GatewayRefusal(GatewayErrors.QuotaReached with { Arguments = [reached] })
            {
                RetryAfter = quotas.UntilTomorrow(),
                Quota = new QuotaStand(turn.Limit, turn.Used, clock.GetUtcNow().UtcDateTime + quotas.UntilTomorrow()),
            });
        }

        var use = Begin(caller, asked, key) with { Emails = emails, BytesSent = mail?.Value!.Body.Length ?? asked.BytesSent };
        // Token and key may have been read half a second ago.
        if (!database.IsThere || !spool.TryBegin(use))
        {
            await quotas.ReturnAsync(turn.Taken);
            return new Admitted(null, GatewayErrors.JournalUnavailable);
        }

        return new Admitted(new AdmittedCall(use, key.Stored, secret, mail?.Value!.Body, turn.Taken, spool, quotas, clock), null);
    }

    /// <summary>A call that did not come as far as the list of what may be called: refused, with a receipt.</summary>
    public GatewayRefusal Refuse(GatewayCaller caller, Provider provider, GatewayRefusal refusal)
    {
        Write(Begin(caller, provider, operation: "", key: null), refusal, caller);
        return refusal;
    }

    private Admitted Refuse(GatewayCaller caller, AskedCall asked, KeyInEffect? key, GatewayRefusal refusal)
    {
        Write(Begin(caller, asked, key), refusal, caller);
        return new Admitted(null, refusal);
    }

    private void Write(UseBegun use, GatewayRefusal refusal, GatewayCaller caller)
    {
        // A tool that asks a thousand times a minute is told each time; the journal, once a minute.
        if (repeated.IsNews(caller.TokenId ?? caller.PersonId ?? Guid.Empty, use.Provider, refusal.Code))
        {
            spool.TryWhole(use, new UseEnded(UseResult.Refused, refusal.Status, refusal.Code, 0, 0, 0, null));
        }
    }

    private UseBegun Begin(GatewayCaller caller, AskedCall asked, KeyInEffect? key) => Begin(caller, asked.Provider, asked.Matched.Operation.Code, key);

    private UseBegun Begin(GatewayCaller caller, Provider provider, string operation, KeyInEffect? key) => new(
        Guid.CreateVersion7(), clock.GetUtcNow().UtcDateTime, caller.OrganisationId, caller.Client, caller.TokenId, caller.PersonId,
        provider.Code, key?.Stored?.Id, key?.Lender, operation, null, 0);
}
