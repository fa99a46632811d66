namespace Connexions.Web.Demo.Providers;

/// <summary>The last things of a kind, from the oldest on; adding costs next to nothing and waits for nobody.</summary>
/// <param name="capacity">How many at most.</param>
internal sealed class Recent<T>(int capacity)
    where T : class
{
    private readonly T?[] places = new T?[capacity];
    private long added;

    public void Add(T one) => Volatile.Write(ref places[(Interlocked.Increment(ref added) - 1) % capacity], one);

    /// <summary>A copy: what is added later is not in it.</summary>
    public IReadOnlyList<T> Copy()
    {
        var end = Interlocked.Read(ref added);
        var copy = new List<T>(capacity);
        for (var index = Math.Max(0, end - capacity); index < end; index++)
        {
            if (Volatile.Read(ref places[index % capacity]) is { } one)
            {
                copy.Add(one);
            }
        }

        return copy;
    }
}
