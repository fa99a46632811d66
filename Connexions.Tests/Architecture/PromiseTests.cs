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

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(TestName().IsMatch(row), $"{page}: name the test that holds this, as `Class.Method`: {row}"));
        var gone = TestName().Matches(text).Select(match => match.Groups["name"].Value).Where(name => !there.Contains(name)).ToList();
        Assert.True(gone.Count == 0, $"{page} names tests that there are not; find their new names, or take the promise out: {string.Join(", ", gone)}");
    }

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
