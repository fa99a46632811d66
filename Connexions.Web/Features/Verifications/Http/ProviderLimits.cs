using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>Whether a call may be made, and when (UTC): now that it was granted, or else the first moment it could be.</summary>
public readonly record struct CallTurn(bool IsGranted, DateTime At);

/// <summary>
/// Spaces the calls out, in this process: for each organisation and provider, and for each account at the provider. A
/// call that finds the budget spent waits for its turn, in the order of arrival; one that would wait longer than its
/// caller can is told when to come back and takes nothing. An account is known by its keys until the provider names it;
/// from then on all its keys share one budget. Of a key only a digest is kept, under a secret of this process alone.
/// </summary>
public sealed class ProviderLimits(TimeProvider clock, ProviderClientOptions options)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long it is remembered which account a key opens.</summary>
    private static readonly TimeSpan AccountRemembered = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, Budget> budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownAccount> accounts = new(StringComparer.Ordinal);
    private DateTime sweptAt = DateTime.MinValue;
    private long arrivals;

    /// <summary>How many budgets and accounts are remembered.</summary>
    internal int Remembered
    {
        get
        {
            lock (gate)
            {
                return budgets.Count + accounts.Count;
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
        Waiting? waiting;
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
                _ = new Waiting(organisation, account, ++arrivals, Now) { At = Now, IsTaken = true }.Join();
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
            var (keyName, accountName) = (KeyName(provider, key), AccountName(provider, accountId));
            if (accounts.TryGetValue(keyName, out var known) && known.Budget == accountName)
            {
                known.SeenAt = Now;
                return;
            }

            var before = BudgetNamed(known?.Budget ?? keyName, provider.Verifier.AccountLimit);
            var account = BudgetNamed(accountName, provider.Verifier.AccountLimit);
            accounts[keyName] = new KnownAccount(accountName) { SeenAt = Now };
            if (known is null)
            {
                // What this key has used up so far was the account's.
                before.MoveInto(account);
                budgets.Remove(keyName);
            }

            PlanAgain(account);
        }
    }

    private async Task<CallTurn> WaitAsync(Waiting waiting, CancellationToken cancellationToken)
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

    private (CallTurn Turn, Waiting? Waiting) Take(Provider provider, Guid organisationId, SecretText key, TimeSpan longestWait)
    {
        Sweep();
        var (organisation, account) = Find(provider, organisationId, key);
        var now = Now;
        var at = Earliest(organisation, account, now);
        if (at - now > longestWait)
        {
            return (new CallTurn(false, at), null);
        }

        var waiting = new Waiting(organisation, account, ++arrivals, now + longestWait) { At = at, IsTaken = at <= now }.Join();
        return waiting.IsTaken ? (new CallTurn(true, at), null) : (default, waiting);
    }

    private static DateTime Earliest(Budget organisation, Budget account, DateTime from)
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
    private void PlanAgain(params ReadOnlySpan<Budget> changed)
    {
        var waiting = new HashSet<Waiting>();
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

    private (Budget Organisation, Budget Account) Find(Provider provider, Guid organisationId, SecretText key)
    {
        var keyName = KeyName(provider, key);
        var known = accounts.GetValueOrDefault(keyName);
        known?.SeenAt = Now;
        return (BudgetNamed($"organisation {provider.Code} {organisationId:N}", options.OrganisationLimit),
            BudgetNamed(known?.Budget ?? keyName, provider.Verifier.AccountLimit));
    }

    private Budget BudgetNamed(string name, CallLimit limit)
    {
        if (!budgets.TryGetValue(name, out var budget))
        {
            budgets[name] = budget = new Budget(limit);
        }

        budget.Forget(Now);
        return budget;
    }

    private string KeyName(Provider provider, SecretText key) => $"key {provider.Code} {Digest(key.Reveal())}";

    private string AccountName(Provider provider, string accountId) => $"account {provider.Code} {Digest(accountId)}";

    private string Digest(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var digest = Convert.ToHexStringLower(HMACSHA256.HashData(secret, bytes));
        CryptographicOperations.ZeroMemory(bytes);
        return digest;
    }

    private void Sweep()
    {
        var now = Now;
        if (now - sweptAt < SweepEvery)
        {
            return;
        }

        sweptAt = now;
        foreach (var (name, budget) in budgets)
        {
            budget.Forget(now);
            if (budget.IsIdle(now))
            {
                budgets.Remove(name);
            }
        }

        foreach (var (name, account) in accounts)
        {
            if (now - account.SeenAt > AccountRemembered)
            {
                accounts.Remove(name);
            }
        }
    }

    private sealed class KnownAccount(string budget)
    {
        public string Budget { get; } = budget;

        public DateTime SeenAt { get; set; }
    }

    /// <summary>The calls of the last stretch of time and those to come, by their moment.</summary>
    private sealed class Budget(CallLimit limit)
    {
        public List<Waiting> Calls { get; private set; } = [];

        public DateTime BlockedUntil { get; set; } = DateTime.MinValue;

        public bool IsIdle(DateTime now) => Calls.Count == 0 && BlockedUntil <= now;

        public void Forget(DateTime now) => Calls.RemoveAll(call => call.IsTaken && call.At + limit.Window <= now);

        public void Add(Waiting call)
        {
            var after = Calls.FindIndex(other => other.At > call.At);
            Calls.Insert(after < 0 ? Calls.Count : after, call);
        }

        public void MoveInto(Budget account)
        {
            foreach (var call in Calls)
            {
                call.Account = account;
                account.Add(call);
            }

            Calls = [];
            account.BlockedUntil = account.BlockedUntil > BlockedUntil ? account.BlockedUntil : BlockedUntil;
        }

        /// <summary>The first moment at which one more call leaves no stretch of time with too many.</summary>
        public DateTime Earliest(DateTime from)
        {
            from = from > BlockedUntil ? from : BlockedUntil;
            if (Fits(from))
            {
                return from;
            }

            // Room is made only where a call leaves the window.
            return Calls.Select(call => call.At + limit.Window).First(at => at > from && Fits(at));
        }

        private bool Fits(DateTime at)
        {
            var index = Calls.FindIndex(call => call.At > at);
            index = index < 0 ? Calls.Count : index;
            // With the call put in at the index, each run of one more than the limit must span the window.
            for (var first = Math.Max(0, index - limit.Calls); first <= index && first + limit.Calls <= Calls.Count; first++)
            {
                if (MomentWith(first + limit.Calls) - MomentWith(first) < limit.Window)
                {
                    return false;
                }
            }

            return true;

            DateTime MomentWith(int position) => position < index ? Calls[position].At : position == index ? at : Calls[position - 1].At;
        }
    }

    /// <summary>One call: made, or waiting for its moment.</summary>
    private sealed class Waiting(Budget organisation, Budget account, long arrival, DateTime deadline)
    {
        private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Budget Organisation { get; } = organisation;

        public Budget Account { get; set; } = account;

        public long Arrival { get; } = arrival;

        public DateTime Deadline { get; } = deadline;

        public DateTime At { get; set; }

        public bool IsTaken { get; set; }

        public bool IsRefused { get; private set; }

        /// <summary>Ends when the moment has changed.</summary>
        public Task Moved => moved.Task;

        public Waiting Join()
        {
            Organisation.Add(this);
            Account.Add(this);
            return this;
        }

        public void Leave()
        {
            Organisation.Calls.Remove(this);
            Account.Calls.Remove(this);
        }

        public void MoveTo(DateTime at, bool refused)
        {
            var changed = at != At || refused;
            (At, IsRefused) = (at, refused);
            if (!refused)
            {
                Join();
            }

            if (changed)
            {
                moved.SetResult();
                moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
