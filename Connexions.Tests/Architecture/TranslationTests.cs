using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Connexions.Domain.Results;

namespace Connexions.Tests.Architecture;

public sealed class TranslationTests
{
    private const string NoBreakSpace = "\u00A0\u202F";

    public static TheoryData<string> Files => [.. Repository.Files("*.resx").Where(file => !file.EndsWith(".fr.resx", StringComparison.Ordinal))];

    [Fact]
    public void French_HasItsEnglish() => Assert.All(
        Repository.Files("*.fr.resx"), file => Assert.True(File.Exists(Path.Combine(Repository.Root, file.Replace(".fr.resx", ".resx", StringComparison.Ordinal))), file));

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_InBothLanguages_HaveTheSameKeysAndPlaceholders(string file)
    {
        var english = ReadTexts(file);
        var french = ReadTexts(file.Replace(".resx", ".fr.resx", StringComparison.Ordinal));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), french.Keys.Order(StringComparer.Ordinal));
        Assert.All(english.Keys, key =>
        {
            Assert.False(string.IsNullOrWhiteSpace(english[key]), key);
            Assert.False(string.IsNullOrWhiteSpace(french[key]), key);
            Assert.True(Placeholders(english[key]).SetEquals(Placeholders(french[key])), $"{key}: {english[key]} | {french[key]}");
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_InFrench_ArePunctuatedAsFrench(string file)
    {
        var wrong = ReadTexts(file.Replace(".resx", ".fr.resx", StringComparison.Ordinal))
            .Where(text => Matches(text.Value, $@"[^{NoBreakSpace}!?][;!?»](\s|$)|[^{NoBreakSpace}\d]:(\s|$)|«[^{NoBreakSpace}]|\w'\w"))
            .Select(text => $"{text.Key}: {text.Value}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Error_EveryOne_HasItsSentence()
    {
        var constants =
            from assembly in new[] { typeof(Error).Assembly, typeof(Web.Persistence.DatabaseErrors).Assembly }
            from type in assembly.GetTypes()
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where typeof(Error).IsAssignableFrom(field.FieldType) && !type.ContainsGenericParameters
            select ((Error)field.GetValue(null)!).Code;
        var derived = Repository.ProductFiles("*.cs").SelectMany(file => Regex.Matches(Repository.Read(file), @"(: |new )Error\(""(?<code>[^""]+)""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["code"].Value));

        var sentences = ReadTexts("Connexions.Web/Shared/Words/ErrorTexts.resx").Keys;

        Assert.Empty(constants.Concat(derived).Distinct(StringComparer.Ordinal).Except(sentences, StringComparer.Ordinal));
    }

    private static Dictionary<string, string> ReadTexts(string file) => XDocument.Parse(Repository.Read(file)).Root!.Elements("data")
        .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!, StringComparer.Ordinal);

    private static HashSet<string> Placeholders(string text) =>
        [.. Regex.Matches(text, @"\{\d+", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value)];

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(5));
}
