using System.Runtime.CompilerServices;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Connexions.Tests.Support;

/// <param name="Waited">Whether the second was kept waiting as long as the first had not ended.</param>
public sealed record Outcome<T, TSecond>(T First, TSecond Second, bool Waited);

/// <summary>
/// Two operations at once, on purpose: the first has read and decided and is about to lock the journal it writes to, when
/// the second comes and does what it can; then the first goes on.
/// </summary>
internal static class Interleaved
{
    /// <summary>
    /// That somebody is kept waiting cannot be awaited: a second one that is not gets to its end in this time. In this process
    /// that is soon; at a server on a busy machine less so.
    /// </summary>
    private static TimeSpan LongEnough(DatabaseProvider at) => TimeSpan.FromMilliseconds(at == DatabaseProvider.Sqlite ? 200 : 3000);

    private static readonly AsyncLocal<Stop?> current = new();

#pragma warning disable CA2255 // Before any test, without each having to say so.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Listen() => SentSql.Sending += sent => current.Value?.Meet(sent);

    /// <param name="at">Before which of the statements that take a journal's number the first one stops: one for each journal, and one more that makes it.</param>
    public static async Task<Outcome<T, TSecond>> RunAsync<T, TSecond>(DatabaseProvider on, Func<Task<T>> first, Func<Task<TSecond>> second, int at = 1)
    {
        using var stop = new Stop(at);
        var one = Task.Run(async () =>
        {
            current.Value = stop;
            return await first();
        });
        if (await Task.WhenAny(stop.Reached, one) == one)
        {
            throw new Xunit.Sdk.XunitException($"The first one wrote to no journal: {await one}");
        }

        var other = Task.Run(second);
        await Task.WhenAny(other, Task.Delay(LongEnough(on)));
        var waited = !other.IsCompleted;
        stop.Release();
        return new Outcome<T, TSecond>(await one, await other, waited);
    }

    private sealed class Stop(int at) : IDisposable
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim released = new();
        private int met;

        public Task Reached => reached.Task;

        public void Release() => released.Set();

        public void Meet(CommandEventData sent)
        {
            if (sent.CommandSource is CommandSource.ExecuteUpdate or CommandSource.SaveChanges && sent.Command.CommandText.Contains("audit_heads", StringComparison.Ordinal) && Interlocked.Increment(ref met) == at)
            {
                reached.SetResult();
                released.Wait();
            }
        }

        public void Dispose() => released.Dispose();
    }
}
