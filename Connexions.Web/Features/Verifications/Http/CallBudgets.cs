using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>
/// Which budgets a call is counted in: its organisation's at the provider, and its account's. An account is known by its
/// keys until the provider names it; from then on all its keys share one budget. Of a key only a digest is kept, under a
/// secret of this process alone. For one caller at a time.
/// </summary>
/// <param name="organisationLimit">Of each organisation at each provider; an account's limit is the provider's own.</param>
internal sealed class CallBudgets(CallLimit organisationLimit)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long it is remembered which account a key opens.</summary>
    private static readonly TimeSpan AccountRemembered = TimeSpan.FromDays(1);

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, CallBudget> budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownAccount> accounts = new(StringComparer.Ordinal);
    private DateTime sweptAt = DateTime.MinValue;

    /// <summary>Of budgets and accounts together.</summary>
    public int Count => budgets.Count + accounts.Count;

    public (CallBudget Organisation, CallBudget Account) Find(Provider provider, Guid organisationId, SecretText key, DateTime now)
    {
        var keyName = KeyName(provider, key);
        var known = accounts.GetValueOrDefault(keyName);
        known?.SeenAt = now;
        return (Named($"organisation {provider.Code} {organisationId:N}", organisationLimit, now),
            Named(known?.Budget ?? keyName, provider.Verifier.AccountLimit, now));
    }

    /// <summary>The provider named the key's account.</summary>
    /// <returns>The account's budget, where that was not known; null where it was.</returns>
    public CallBudget? Learn(Provider provider, SecretText key, string accountId, DateTime now)
    {
        var (keyName, accountName) = (KeyName(provider, key), AccountName(provider, accountId));
        if (accounts.TryGetValue(keyName, out var known) && known.Budget == accountName)
        {
            known.SeenAt = now;
            return null;
        }

        var before = Named(known?.Budget ?? keyName, provider.Verifier.AccountLimit, now);
        var account = Named(accountName, provider.Verifier.AccountLimit, now);
        accounts[keyName] = new KnownAccount(accountName) { SeenAt = now };
        if (known is null)
        {
            // What this key has used up so far was the account's.
            before.MoveInto(account);
            budgets.Remove(keyName);
        }

        return account;
    }

    /// <summary>Forgets what is over, now and then.</summary>
    public void Sweep(DateTime now)
    {
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

    private CallBudget Named(string name, CallLimit limit, DateTime now)
    {
        if (!budgets.TryGetValue(name, out var budget))
        {
            budgets[name] = budget = new CallBudget(limit);
        }

        budget.Forget(now);
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

    private sealed class KnownAccount(string budget)
    {
        public string Budget { get; } = budget;

        public DateTime SeenAt { get; set; }
    }
}
