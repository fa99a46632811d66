using System.Text.RegularExpressions;

namespace Connexions.Tests.Architecture;

/// <summary>The pages that promise something name the test that holds each promise: one that is renamed or gone is missed here.</summary>
public sealed partial class PromiseTests
{
    private const string Heading = "## What holds it";

    public static TheoryData<string> Pages => ["docs/gateway.md", "docs/isolation.md", "docs/secrets.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Promise_OfAPage_NamesATestThatThereIs(string page)
    {
        var there = typeof(PromiseTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{method.DeclaringType!.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var text = Repository.Read(page);
        var rows = text[text.IndexOf(Heading, StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith('|')).Skip(2).ToList();

        Assert.True(rows.Count > 0, $"{page} promises, and says of none of it what holds it: give it a table under \"{Heading}\" that names a test for each promise.");
        Rule.NobodyBreaks($"{page}: name the test that holds each of these, as `Class.Method`", rows.Where(row => !TestName().IsMatch(row)));
        Rule.NobodyBreaks($"{page} names tests that there are not; find their new names, or take the promise out", TestName().Matches(text).Select(match => match.Groups["name"].Value).Where(name => !there.Contains(name)));
    }

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
