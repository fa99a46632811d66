using System.Globalization;
using Connexions.Domain.Integrations;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Verifications;

/// <summary>How often connexions are tried again. Settings: <c>Verification:Interval</c> (a time span, one minute to thirty days) and <c>Verification:Parallel</c> (1 to 100).</summary>
public sealed record VerificationOptions
{
    /// <summary>A verdict older than this is stale.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether this server takes part in the background job at all (<c>Verification:Enabled</c>).</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How many calls the background job makes at once.</summary>
    public int Parallel { get; init; } = 24;

    /// <summary>How often the job looks for what is due while nothing is.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a save waits for the provider's word before it stores the key unverified.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a key that was replaced or removed can be put back; zero for never.</summary>
    public TimeSpan KeepKeyBefore { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A contested key is looked at this often, so that it comes free soon after the other side lets go.</summary>
    public TimeSpan ConflictInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A second look comes this soon after it would count.</summary>
    public static readonly TimeSpan SecondLookWithin = TimeSpan.FromSeconds(10);

    public static VerificationOptions Read(IConfiguration configuration)
    {
        var options = new VerificationOptions();
        if (configuration["Verification:Interval"] is { Length: > 0 } interval)
        {
            options = TimeSpan.TryParse(interval, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromMinutes(1) && span <= TimeSpan.FromDays(30)
                ? options with { Interval = span }
                : throw new SettingException("Verification:Interval", "Give a time span between one minute and thirty days, such as 1.00:00:00 for a day.");
        }

        if (configuration["Verification:KeepKeyBefore"] is { Length: > 0 } keep)
        {
            options = TimeSpan.TryParse(keep, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && span <= TimeSpan.FromDays(30)
                ? options with { KeepKeyBefore = span }
                : throw new SettingException("Verification:KeepKeyBefore", "Give a time span from zero to thirty days, such as 7.00:00:00 for a week.");
        }

        if (configuration["Verification:Enabled"] is { Length: > 0 } enabled)
        {
            options = bool.TryParse(enabled, out var isEnabled)
                ? options with { IsEnabled = isEnabled }
                : throw new SettingException("Verification:Enabled", $"'{enabled}' is neither true nor false.");
        }

        if (configuration["Verification:Parallel"] is { Length: > 0 } parallel)
        {
            options = int.TryParse(parallel, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100
                ? options with { Parallel = count }
                : throw new SettingException("Verification:Parallel", "Give a number from 1 to 100.");
        }

        return options;
    }

    /// <summary>
    /// When to try a key again. After a word from the provider, before it gets stale, at a moment that spreads the load
    /// over the day; after a first refusal, just when a second one counts; after no word, soon, then later and later.
    /// </summary>
    /// <param name="connexion">As it is with what was learnt.</param>
    /// <returns>Null for what the application cannot try by itself.</returns>
    public DateTime? NextAfter(Provider provider, Connexion connexion, Verification finding, DateTime now)
    {
#pragma warning disable CA5394 // Spreads load; keeps no secret.
        var spread = Random.Shared.NextDouble();
#pragma warning restore CA5394
        if (!provider.Verifier.CanProbe || finding.Verdict == VerificationVerdict.Unverifiable)
        {
            return null;
        }

        if (finding.Verdict == VerificationVerdict.Rejected && connexion.RefusedOnceAt is { } first)
        {
            return first + SecondLook.After + (SecondLookWithin * spread);
        }

        if (connexion.FruitlessTries == 0)
        {
            return now + (Interval * (0.75 + (0.25 * spread)));
        }

        var backOff = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(connexion.FruitlessTries - 1, 10))) * (1 + (0.25 * spread));
        var wait = backOff < Interval ? backOff : Interval;
        return now + (finding.RetryAfter is { } asked && asked > wait ? asked : wait);
    }
}
