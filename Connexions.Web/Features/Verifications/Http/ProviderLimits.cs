using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>Whether a call may be made, and when (UTC): now that it was granted, or else the first moment it could be.</summary>
public readonly record struct CallTurn(bool IsGranted, DateTime At);

/// <summary>
/// Spaces the calls out, in this process: for each organisation and provider, and for each account at the provider. A
/// call that finds the budget spent waits for its turn, in the order of arrival; one that would wait longer than its
/// caller can is told when to come back and takes nothing.
/// </summary>
public sealed class ProviderLimits(TimeProvider clock, ProviderClientOptions options)
{
    private readonly Lock gate = new();
    private readonly CallBudgets budgets = new(options.OrganisationLimit);
    private long arrivals;

    /// <summary>How many budgets and accounts are remembered.</summary>
    internal int Remembered
    {
        get
        {
            lock (gate)
            {
                return budgets.Count;
            }
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>When a call could be made if nobody else came before. Takes nothing.</summary>
    public DateTime NextFree(Provider provider, Guid organisationId, SecretText key)
    {
        lock (gate)
        {
            var (organisation, account) = Find(provider, organisationId, key);
            return Earliest(organisation, account, Now);
        }
    }

    /// <summary>Takes a turn if there is one now, for a job that would rather come back than wait.</summary>
    public CallTurn Reserve(Provider provider, Guid organisationId, SecretText key)
    {
        lock (gate)
        {
            return Take(provider, organisationId, key, TimeSpan.Zero).Turn;
        }
    }

    /// <summary>Waits for a turn, no longer than <paramref name="longestWait"/>; what is clear to take longer is refused at once.</summary>
    public async Task<CallTurn> TakeAsync(Provider provider, Guid organisationId, SecretText key, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        WaitingCall? waiting;
        lock (gate)
        {
            (var turn, waiting) = Take(provider, organisationId, key, longestWait);
            if (waiting is null)
            {
                return turn;
            }
        }

        try
        {
            return await WaitAsync(waiting, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                waiting.Leave();
                PlanAgain(waiting.Organisation, waiting.Account);
            }

            throw;
        }
    }

    /// <summary>Counts calls that were made without a turn: a retry is a call like any other to the provider.</summary>
    public void Count(Provider provider, Guid organisationId, SecretText key, int calls)
    {
        lock (gate)
        {
            var (organisation, account) = Find(provider, organisationId, key);
            for (var call = 0; call < calls; call++)
            {
                _ = new WaitingCall(organisation, account, ++arrivals, Now) { At = Now, IsTaken = true }.Join();
            }
        }
    }

    /// <summary>The provider wants no call from this key's account before a moment: those who wait move behind it.</summary>
    public void Block(Provider provider, Guid organisationId, SecretText key, DateTime until)
    {
        lock (gate)
        {
            var (organisation, account) = Find(provider, organisationId, key);
            account.BlockedUntil = account.BlockedUntil > until ? account.BlockedUntil : until;
            PlanAgain(organisation, account);
        }
    }

    /// <summary>The provider named the key's account: from now on its budget is that of all the account's keys.</summary>
    public void Learn(Provider provider, SecretText key, string accountId)
    {
        lock (gate)
        {
            if (budgets.Learn(provider, key, accountId, Now) is { } account)
            {
                PlanAgain(account);
            }
        }
    }

    private async Task<CallTurn> WaitAsync(WaitingCall waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            TimeSpan left;
            lock (gate)
            {
                if (waiting.IsRefused)
                {
                    return new CallTurn(false, waiting.At);
                }

                left = waiting.At - Now;
                if (left <= TimeSpan.Zero)
                {
                    waiting.IsTaken = true;
                    return new CallTurn(true, waiting.At);
                }

                moved = waiting.Moved;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            // A timer counts whole milliseconds and may be early by a part of one.
            await Task.WhenAny(Task.Delay(left + TimeSpan.FromMilliseconds(1), clock, stop.Token), moved);
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private (CallTurn Turn, WaitingCall? Waiting) Take(Provider provider, Guid organisationId, SecretText key, TimeSpan longestWait)
    {
        budgets.Sweep(Now);
        var (organisation, account) = Find(provider, organisationId, key);
        var now = Now;
        var at = Earliest(organisation, account, now);
        if (at - now > longestWait)
        {
            return (new CallTurn(false, at), null);
        }

        var waiting = new WaitingCall(organisation, account, ++arrivals, now + longestWait) { At = at, IsTaken = at <= now }.Join();
        return waiting.IsTaken ? (new CallTurn(true, at), null) : (default, waiting);
    }

    private static DateTime Earliest(CallBudget organisation, CallBudget account, DateTime from)
    {
        while (true)
        {
            var at = account.Earliest(organisation.Earliest(from));
            if (at == from)
            {
                return at;
            }

            from = at;
        }
    }

    /// <summary>Gives all who wait for one of these budgets a new time, in the order in which they came.</summary>
    private void PlanAgain(params ReadOnlySpan<CallBudget> changed)
    {
        var waiting = new HashSet<WaitingCall>();
        foreach (var budget in changed)
        {
            waiting.UnionWith(budget.Calls.Where(call => !call.IsTaken));
        }

        foreach (var call in waiting)
        {
            call.Leave();
        }

        foreach (var call in waiting.OrderBy(call => call.Arrival))
        {
            var at = Earliest(call.Organisation, call.Account, Now);
            call.MoveTo(at, refused: at > call.Deadline);
        }
    }

    private (CallBudget Organisation, CallBudget Account) Find(Provider provider, Guid organisationId, SecretText key) => budgets.Find(provider, organisationId, key, Now);
}
