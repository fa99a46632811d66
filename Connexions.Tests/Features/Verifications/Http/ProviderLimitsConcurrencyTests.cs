using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications.Http;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Features.Verifications.Http;

/// <summary>Limits under many callers at once, and under blocks and newly known accounts while others wait.</summary>
public sealed class ProviderLimitsConcurrencyTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    [Fact]
    public async Task Reserve_ByManyThreadsAtOnce_GrantsTheBudgetAndNoMore()
    {
        var limits = Limits(new SteppedTime(), perOrganisation: 1_000_000);
        var key = Planted.KeyFor(Brevo);

        var turns = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Task.Run(() => limits.Reserve(Brevo, Guid.NewGuid(), key))));

        Assert.Equal(Brevo.Verifier.AccountLimit.Calls, turns.Count(turn => turn.IsGranted));
    }

    [Fact]
    public void Grants_WhateverComesInBetween_KeepTheOrganisationsBudget()
    {
        var step = from kind in Gen.Choose(0, 9) from number in Gen.Choose(0, 3) from seconds in Gen.Choose(0, 900) select (kind, number, seconds);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Arb.From(step.ListOf(60)), steps =>
        {
            var clock = new SteppedTime();
            var limits = Limits(clock, perOrganisation: 5);
            var keys = Enumerable.Range(0, 4).Select(_ => Planted.KeyFor(Brevo)).ToList();
            var organisations = new[] { Guid.NewGuid(), Guid.NewGuid() };
            var waiting = new List<(int Organisation, Task<CallTurn> Turn)>();
            foreach (var (kind, number, seconds) in steps)
            {
                switch (kind)
                {
                    case < 6:
                        waiting.Add((number % 2, limits.TakeAsync(Brevo, organisations[number % 2], keys[number], TimeSpan.FromSeconds(seconds), CancellationToken.None)));
                        break;
                    case 6:
                        limits.Block(Brevo, organisations[number % 2], keys[number], clock.UtcNow + TimeSpan.FromSeconds(seconds));
                        break;
                    case 7:
                        limits.Learn(Brevo, keys[number], "account");
                        break;
                    default:
                        clock.Advance(TimeSpan.FromSeconds(seconds));
                        break;
                }
            }

            // Nobody waits longer than a quarter of an hour.
            clock.Advance(TimeSpan.FromHours(1));
            var turns = Task.WhenAll(waiting.Select(entry => entry.Turn)).WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
            for (var one = 0; one < organisations.Length; one++)
            {
                var granted = turns.Where((turn, index) => turn.IsGranted && waiting[index].Organisation == one).Select(turn => turn.At).Order().ToList();
                Assert.All(granted.Skip(5).Zip(granted), pair => Assert.True(pair.First - pair.Second >= TimeSpan.FromMinutes(10), $"{pair}"));
            }
        }));
    }

    private static ProviderLimits Limits(TimeProvider clock, int perOrganisation) =>
        new(clock, new ProviderClientOptions { OrganisationLimit = new CallLimit(perOrganisation, TimeSpan.FromMinutes(10)) });
}
