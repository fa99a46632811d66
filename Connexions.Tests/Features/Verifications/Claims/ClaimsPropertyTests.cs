using Connexions.Domain.Claims;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications.Claims;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Features.Verifications.Claims;

/// <summary>
/// The promise, on random sequences in and out of a family: no two clients can both use one key or one account unless
/// an administrator said so since either last let go of it. A failure prints the seed to replay it with.
/// </summary>
public sealed class ClaimsPropertyTests : ClaimsTestBase
{
    private const int Sequences = 12;
    private const int Length = 25;

    private enum What
    {
        Enter,
        EnterUnknown,
        Learn,
        Remove,
        Review,
        Contest,
        Settle,
    }

    private sealed record Move(What What, int Client, int Key, int Choice);

    [Fact]
    public void TwoClients_WhateverHappens_UseOneKeyOnlyIfSomebodyDecidedSo()
    {
        var move =
            from what in Gen.Frequency(
                (5, Gen.Constant(What.Enter)), (3, Gen.Constant(What.EnterUnknown)), (3, Gen.Constant(What.Learn)), (1, Gen.Constant(What.Remove)),
                (2, Gen.Constant(What.Review)), (3, Gen.Constant(What.Contest)), (4, Gen.Constant(What.Settle)))
            from client in Gen.Choose(0, 4)
            from key in Gen.Choose(0, 3)
            from choice in Gen.Choose(0, 2)
            select new Move(what, client, key, choice);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences),
            Prop.ForAll(move.ArrayOf(Length).ToArbitrary(), moves => Task.Run(() => PlayAsync(moves)).GetAwaiter().GetResult()));
    }

    private async Task PlayAsync(Move[] moves)
    {
        Place[] clients = [Network, Lyon, Nantes, Horizon, Azur];
        SecretText[] keys = [Key(), Key(), Key(), Key()];
        // Two accounts with two keys each, unknown to every earlier sequence.
        var run = Guid.NewGuid().ToString("N")[..8];
        string AccountOf(int key) => $"{run}-{key / 2}";
        var held = new Dictionary<Place, int>();
        var allowed = new HashSet<(string Account, Place, Place)>();
        foreach (var client in clients)
        {
            await RemoveAsync(client);
        }

        foreach (var move in moves)
        {
            var client = clients[move.Client];
            Database.Clock.Advance(TimeSpan.FromMinutes(1));
            switch (move.What)
            {
                case What.Enter or What.EnterUnknown:
                    var entered = await EnterAsync(client, keys[move.Key], move.What == What.Enter ? AccountOf(move.Key) : null);
                    if (entered is ClaimRelation.Free or ClaimRelation.OwnAgency)
                    {
                        if (held.TryGetValue(client, out var before) && AccountOf(before) != AccountOf(move.Key))
                        {
                            allowed.RemoveWhere(pair => (pair.Item2 == client || pair.Item3 == client) && pair.Account == AccountOf(before));
                        }

                        held[client] = move.Key;
                    }

                    break;
                case What.Learn when held.TryGetValue(client, out var known):
                    await LearnAsync(client, keys[known], AccountOf(known));
                    break;
                case What.Remove when held.Remove(client):
                    await RemoveAsync(client);
                    allowed.RemoveWhere(pair => pair.Item2 == client || pair.Item3 == client);
                    break;
                case What.Review:
                    await ReviewAsync(client);
                    break;
                case What.Contest:
                    await ContestAsync(client, move.Choice == 0 ? null : keys[move.Key], move.Choice == 1 ? AccountOf(move.Key) : null);
                    break;
                case What.Settle:
                    await SettleFirstAsync(move, clients, allowed, run);
                    break;
            }

            await CheckAsync(clients, held, keys, allowed, AccountOf);
        }
    }

    private async Task SettleFirstAsync(Move move, Place[] clients, HashSet<(string, Place, Place)> allowed, string run)
    {
        var open = (await Database.Get<ListCollisions>().HandleAsync(Administrator, new ListCollisionsRequest(), default)).Require().Items;
        if (open.Count == 0)
        {
            return;
        }

        var view = open[move.Key % open.Count];
        (await SettleAsync(view, (Settlement)move.Choice)).Require();
        if ((Settlement)move.Choice == Settlement.AllowBoth)
        {
            Place[] sides = [.. clients.Where(client => client.Client == view.Second.Client || view.Holders.Any(holder => holder.Client == client.Client))];
            foreach (var (one, other) in sides.SelectMany(one => sides.Select(other => (one, other))))
            {
                // A collision is of one account; which of the two it is, the views do not tell.
                allowed.UnionWith([($"{run}-0", one, other), ($"{run}-1", one, other)]);
            }
        }
    }

    private async Task CheckAsync(
        Place[] clients, Dictionary<Place, int> held, SecretText[] keys, HashSet<(string, Place, Place)> allowed, Func<int, string> accountOf)
    {
        var usable = new List<(Place Client, int Key, string? Account)>();
        foreach (var client in clients.Where(held.ContainsKey))
        {
            if (await StoredAsync(client) is { Secret: not null, InConflictSince: null } stored)
            {
                usable.Add((client, held[client], stored.ProviderAccountId));
            }
        }

        foreach (var (one, other) in usable.SelectMany((one, i) => usable.Skip(i + 1).Select(other => (one, other))))
        {
            if (one.Key == other.Key || (one.Account is not null && one.Account == other.Account))
            {
                Assert.True(allowed.Contains((accountOf(one.Key), one.Client, other.Client)) || allowed.Contains((accountOf(one.Key), other.Client, one.Client)),
                    $"{one.Client.Reference.Type} and {other.Client.Reference.Type} both use key {one.Key}/{other.Key} of {one.Account}, and nobody allowed it");
            }
        }
    }
}
