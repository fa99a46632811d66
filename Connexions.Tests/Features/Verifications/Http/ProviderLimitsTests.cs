using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications.Http;

namespace Connexions.Tests.Features.Verifications.Http;

public sealed class ProviderLimitsTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private static readonly Provider Zoho = ProviderCatalogue.Find("zoho")!;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SteppedTime time = new();
    private readonly SecretText key = Planted.KeyFor(Brevo);
    private readonly Guid organisation = Guid.NewGuid();

    [Fact]
    public async Task Take_WithinTheLimit_IsGrantedAtOnce()
    {
        var limits = Limits(2);
        Assert.True((await TakeAsync(limits, TimeSpan.Zero)).IsGranted);
        Assert.True((await TakeAsync(limits, TimeSpan.Zero)).IsGranted);
    }

    [Fact]
    public async Task Take_BeyondTheLimit_WaitsUntilACallLeavesTheWindow()
    {
        var limits = Limits(1);
        await TakeAsync(limits, TimeSpan.Zero);
        var waiting = TakeAsync(limits, Hour);

        time.Advance(Minute - TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public async Task Take_SeveralWhoWait_AreServedInTheOrderOfArrival()
    {
        var limits = Limits(1);
        await TakeAsync(limits, TimeSpan.Zero);
        var first = TakeAsync(limits, Hour);
        var second = TakeAsync(limits, Hour);

        time.Advance(Minute + TimeSpan.FromSeconds(1));
        Assert.True((await first).IsGranted);
        Assert.False(second.IsCompleted);
        time.Advance(Minute);
        Assert.True((await second).IsGranted);
    }

    [Fact]
    public async Task Take_LongerThanTheCallerCanWait_IsRefusedAtOnceAndTakesNothing()
    {
        var limits = Limits(1);
        await TakeAsync(limits, TimeSpan.Zero);
        var refused = await TakeAsync(limits, TimeSpan.FromSeconds(59));

        Assert.Equal(new CallTurn(false, time.UtcNow + Minute), refused);
        Assert.Equal(time.UtcNow + Minute, limits.NextFree(Brevo, organisation, key));
        Assert.Equal(new CallTurn(false, time.UtcNow + Minute), limits.Reserve(Brevo, organisation, key));
    }

    [Fact]
    public async Task Take_GivenUp_LeavesItsTurnToTheNext()
    {
        var limits = Limits(1);
        await TakeAsync(limits, TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        var givenUp = limits.TakeAsync(Brevo, organisation, key, Hour, stop.Token);
        var next = TakeAsync(limits, Hour);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        time.Advance(Minute + TimeSpan.FromSeconds(1));
        Assert.True((await next).IsGranted);
    }

    [Fact]
    public async Task Block_ByTheProvider_MovesThoseWhoWaitAndRefusesThoseWhoCannot()
    {
        var limits = Limits(1);
        await TakeAsync(limits, TimeSpan.Zero);
        var patient = TakeAsync(limits, Hour);
        var hurried = TakeAsync(limits, 3 * Minute);

        limits.Block(Brevo, organisation, key, time.UtcNow + (10 * Minute));
        var refused = await hurried;
        Assert.False(refused.IsGranted);
        time.Advance(9 * Minute);
        Assert.False(patient.IsCompleted);
        time.Advance(2 * Minute);
        Assert.True((await patient).IsGranted);
    }

    [Fact]
    public async Task Block_OfOneAccount_LeavesOthersOfTheOrganisationAlone()
    {
        var limits = Limits(100);
        limits.Block(Brevo, organisation, key, time.UtcNow + Hour);
        Assert.False((await TakeAsync(limits, Minute)).IsGranted);
        Assert.True((await limits.TakeAsync(Brevo, organisation, Planted.KeyFor(Brevo), TimeSpan.Zero, default)).IsGranted);
    }

    [Fact]
    public void Learn_TwoKeysOfOneAccount_ShareWhatBothHaveUsed()
    {
        var limits = Limits(1_000);
        var (other, elsewhere) = (Planted.KeyFor(Zoho), Guid.NewGuid());
        limits.Count(Zoho, organisation, key, 12);
        limits.Count(Zoho, elsewhere, other, 8);
        Assert.Equal(time.UtcNow, limits.NextFree(Zoho, organisation, key));

        limits.Learn(Zoho, key, "compte");
        limits.Learn(Zoho, other, "compte");

        // ZeptoMail's account has twenty an hour.
        Assert.Equal(time.UtcNow + Hour, limits.NextFree(Zoho, organisation, key));
        Assert.Equal(time.UtcNow + Hour, limits.NextFree(Zoho, elsewhere, other));
        Assert.Equal(time.UtcNow, limits.NextFree(Zoho, elsewhere, Planted.KeyFor(Zoho)));
    }

    [Fact]
    public async Task Learn_WhileSomebodyWaits_KeepsTheirPlace()
    {
        var limits = Limits(1_000);
        limits.Count(Zoho, organisation, key, 20);
        var waiting = limits.TakeAsync(Zoho, organisation, key, 2 * Hour, default);
        limits.Learn(Zoho, key, "compte");
        time.Advance(Hour + Minute);
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public void Limits_OfTwoOrganisations_AreTheirOwn()
    {
        var limits = Limits(1);
        Assert.True(limits.Reserve(Brevo, organisation, key).IsGranted);
        Assert.False(limits.Reserve(Brevo, organisation, Planted.KeyFor(Brevo)).IsGranted);
        Assert.True(limits.Reserve(Brevo, Guid.NewGuid(), Planted.KeyFor(Brevo)).IsGranted);
    }

    [Fact]
    public void Remembered_AfterADay_IsOnlyWhatIsInUse()
    {
        var limits = Limits(10);
        for (var i = 0; i < 50; i++)
        {
            var one = Planted.KeyFor(Brevo);
            limits.Reserve(Brevo, Guid.NewGuid(), one);
            limits.Learn(Brevo, one, $"compte {i}");
        }

        Assert.Equal(150, limits.Remembered);
        time.Advance(TimeSpan.FromDays(2));
        limits.Reserve(Brevo, organisation, key);
        Assert.Equal(2, limits.Remembered);
    }

    [Fact]
    public void Granted_WhateverTheRhythm_NeverExceedsTheLimitInAnyWindow()
    {
        var random = new Random(20260302);
        for (var round = 0; round < 30; round++)
        {
            var calls = random.Next(1, 6);
            var limits = Limits(calls);
            var granted = new List<DateTime>();
            for (var step = 0; step < 60; step++)
            {
                time.Advance(TimeSpan.FromSeconds(random.Next(0, 40)));
                var free = limits.NextFree(Brevo, organisation, key);
                var turn = limits.Reserve(Brevo, organisation, key);
                Assert.Equal((free <= time.UtcNow, free), (turn.IsGranted, turn.At));
                if (turn.IsGranted)
                {
                    granted.Add(turn.At);
                }
            }

            Assert.All(granted.Skip(calls).Zip(granted), pair => Assert.True(pair.First - pair.Second >= Minute));
        }
    }

    private Task<CallTurn> TakeAsync(ProviderLimits limits, TimeSpan longestWait) => limits.TakeAsync(Brevo, organisation, key, longestWait, default);

    /// <summary>So many calls a minute for an organisation.</summary>
    private ProviderLimits Limits(int calls) => new(time, new ProviderClientOptions { OrganisationLimit = new(calls, Minute) });
}
