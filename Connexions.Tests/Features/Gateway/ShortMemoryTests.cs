using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;

namespace Connexions.Tests.Features.Gateway;

public sealed class ShortMemoryTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private readonly SteppedTime clock = new();
    private int reads;

    [Fact]
    public async Task Get_WithinTheMoment_ReadsOnce()
    {
        var memory = new ShortMemory<string, int>(Moment, clock);

        Assert.Equal(1, await GetAsync(memory));
        Assert.Equal(1, await GetAsync(memory));
        clock.Advance(Moment);
        Assert.Equal(2, await GetAsync(memory));
    }

    [Fact]
    public async Task Get_OfAReadThatTookLong_CountsItsAgeFromBeforeIt()
    {
        var memory = new ShortMemory<string, int>(Moment, clock);
        var slow = new TaskCompletionSource<int>();
        var first = memory.GetAsync("a", _ => slow.Task, CancellationToken.None);

        clock.Advance(Moment);
        slow.SetResult(7);

        Assert.Equal(7, await first);
        // What the slow read saw may be as old as its beginning.
        Assert.Equal(1, await GetAsync(memory));
    }

    [Fact]
    public async Task Get_ByManyAtOnce_SharesOneRead()
    {
        var memory = new ShortMemory<string, int>(Moment, clock);
        var slow = new TaskCompletionSource<int>();
        var asked = 0;

        var all = Enumerable.Range(0, 50).Select(_ => memory.GetAsync("a", _ => { asked++; return slow.Task; }, CancellationToken.None).AsTask()).ToList();
        slow.SetResult(3);

        Assert.All(await Task.WhenAll(all), value => Assert.Equal(3, value));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Get_AfterAReadThatFailed_ReadsAgain()
    {
        var memory = new ShortMemory<string, int>(Moment, clock);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await memory.GetAsync("a", _ => Task.FromException<int>(new InvalidOperationException("no")), CancellationToken.None));

        Assert.Equal(1, await GetAsync(memory));
    }

    [Fact]
    public async Task Get_OfACallerWhoLeaves_GoesOnForTheOthers()
    {
        var memory = new ShortMemory<string, int>(Moment, clock);
        var slow = new TaskCompletionSource<int>();
        using var leaving = new CancellationTokenSource();
        var left = memory.GetAsync("a", _ => slow.Task, leaving.Token).AsTask();
        var stays = memory.GetAsync("a", _ => slow.Task, CancellationToken.None).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        slow.SetResult(5);

        Assert.Equal(5, await stays);
    }

    private ValueTask<int> GetAsync(ShortMemory<string, int> memory) => memory.GetAsync("a", _ => Task.FromResult(++reads), CancellationToken.None);
}
