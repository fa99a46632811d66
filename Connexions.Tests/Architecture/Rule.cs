namespace Connexions.Tests.Architecture;

/// <summary>A rule of the house: whoever breaks it reads what to do, and where.</summary>
internal static class Rule
{
    /// <param name="whatToDo">An order, which the offenders follow.</param>
    public static void NobodyBreaks(string whatToDo, IEnumerable<string> offenders)
    {
        var found = offenders.ToList();
        Assert.True(found.Count == 0, $"{whatToDo}:\n{string.Join('\n', found)}");
    }

    /// <summary>What there is are these and no others, in whatever order.</summary>
    public static void Are(IEnumerable<string> expected, IEnumerable<string> found, string lacking, string surplus)
    {
        var (there, wanted) = (found.ToList(), expected.ToList());
        NobodyBreaks(lacking, wanted.Except(there, StringComparer.Ordinal));
        NobodyBreaks(surplus, there.Except(wanted, StringComparer.Ordinal));
    }

    public static void NothingTwice(string whatToDo, IEnumerable<string> names, StringComparer comparer) =>
        NobodyBreaks(whatToDo, names.GroupBy(name => name, comparer).Where(same => same.Skip(1).Any()).Select(same => same.Key));
}
