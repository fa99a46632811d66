using Connexions.Web.Features.Gateway.Receipts;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Features.Gateway.Receipts;

/// <summary>Random sequences, compared with plain lists; and many callers at once. A failure prints the seed to replay it with.</summary>
public sealed class ReceiptSpoolPropertyTests
{
    private const int Sequences = 60;
    private const int Length = 80;

    private enum What
    {
        Begin,
        Whole,
        End,
        Take,
        Drain,
        Reopen,
    }

    private sealed record Move(What What, int Number);

    [Fact]
    public void Spool_WhateverHappens_AgreesWithAList()
    {
        var move =
            from what in Gen.Frequency(
                (8, Gen.Constant(What.Begin)), (2, Gen.Constant(What.Whole)), (6, Gen.Constant(What.End)), (3, Gen.Constant(What.Take)),
                (4, Gen.Constant(What.Drain)), (1, Gen.Constant(What.Reopen)))
            from number in Gen.Choose(0, 1000)
            select new Move(what, number);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences), Prop.ForAll(move.ArrayOf(Length).ToArbitrary(), Play));
    }

    [Fact]
    public async Task Receipts_OfManyCallersAndADrainer_ComeOutOnce()
    {
        const int callers = 8, usesEach = 400;
        using var folder = new SpoolFolder(new() { SegmentBytes = 10_000 });
        var spool = folder.Open();
        var drained = new List<Receipt>();
        var drainer = Task.Run(async () =>
        {
            while (drained.Count < callers * usesEach)
            {
                await spool.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
                var batch = spool.Take(100);
                drained.AddRange(batch);
                spool.Drained([.. batch.Select(receipt => receipt.Begun.UseId)]);
            }
        });

        var made = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => Enumerable.Range(caller * usesEach, usesEach).Select(number =>
        {
            var receipt = new Receipt(SpoolFolder.Use(number), SpoolFolder.End(number));
            Assert.True(spool.TryBegin(receipt.Begun));
            spool.End(receipt.Begun.UseId, receipt.Ended);
            return receipt;
        }).ToList())));
        await drainer;

        Assert.Equal(made.SelectMany(receipts => receipts).OrderBy(receipt => receipt.Begun.At), drained.OrderBy(receipt => receipt.Begun.At));
        Assert.Equal((0, 0, 0L), (spool.OpenUses, spool.Undrained, spool.BacklogBytes));
    }

    private static void Play(Move[] moves)
    {
        using var folder = new SpoolFolder(new() { SegmentBytes = 1500 });
        var spool = folder.Open();
        var open = new List<UseBegun>();
        var finished = new List<Receipt>();
        var drained = new HashSet<Receipt>();
        foreach (var (what, number) in moves)
        {
            switch (what)
            {
                case What.Begin:
                    open.Add(folder.Use());
                    Assert.True(spool.TryBegin(open[^1]));
                    break;
                case What.Whole:
                    finished.Add(new Receipt(folder.Use(), SpoolFolder.End(number)));
                    Assert.True(spool.TryWhole(finished[^1].Begun, finished[^1].Ended));
                    break;
                case What.End when open.Count > 0:
                    var use = open[number % open.Count];
                    open.Remove(use);
                    finished.Add(new Receipt(use, SpoolFolder.End(number)));
                    spool.End(use.UseId, finished[^1].Ended);
                    break;
                case What.Drain when finished.Count > 0:
                    var batch = finished.Skip(number % 2).Take(1 + (number % 4)).ToList();
                    finished.RemoveAll(batch.Contains);
                    drained.UnionWith(batch);
                    spool.Drained([.. batch.Select(receipt => receipt.Begun.UseId)]);
                    break;
                case What.Reopen:
                    spool.Dispose();
                    spool = folder.Open();
                    finished.AddRange(open.Select(left => new Receipt(left, UseEnded.Interrupted(left))));
                    open.Clear();
                    // What was drained may come a second time, just as it was.
                    finished = [.. finished.Concat(spool.Take(int.MaxValue).Where(drained.Contains)).OrderBy(receipt => receipt.Begun.At)];
                    drained.ExceptWith(finished);
                    break;
                default:
                    break;
            }

            Assert.Equal(finished.Take(number), spool.Take(number));
            Assert.Equal((open.Count, finished.Count), (spool.OpenUses, spool.Undrained));
            Assert.Equal(open.Count + finished.Count == 0, spool.BacklogBytes == 0);
        }
    }
}
