namespace Connexions.Web.Persistence;

/// <summary>
/// Of transactions that wait for each other in a ring SQL Server undoes one as a whole; done again, it comes after the others.
/// Turns and journals are taken in one order, so there is none among those; rows are locked as they come, and people whose
/// rights are taken away when that is saved.
/// </summary>
internal static class Deadlocks
{
    private const int Attempts = 4;

    /// <param name="work">A whole transaction, begun and ended in there. Up to its commit it does nothing but read and write by it.</param>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (attempt < Attempts && DatabaseErrors.IsDeadlock(e))
            {
                // Those that it waited for, and that waited for it, went on meanwhile.
            }
        }
    }
}
