using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Connexions.Domain.Results;

namespace Connexions.Tests.Architecture;

public sealed class TranslationTests
{
    private const string NoBreakSpace = "\u00A0\u202F";

    public static TheoryData<string> Pairs => [.. Files];

    private static string[] Files { get; } = [.. Repository.Files("*.resx").Where(file => !file.EndsWith(".fr.resx", StringComparison.Ordinal))];

    [Fact]
    public void French_HasItsEnglish() => Rule.NobodyBreaks(
        "These have no English beside them: write the .resx, or give both the same name",
        Repository.Files("*.fr.resx").Where(file => !Files.Contains(file.Replace(".fr.resx", ".resx", StringComparison.Ordinal))));

    [Fact]
    public void English_HasItsFrench() => Rule.NobodyBreaks(
        "These have no French beside them: write the .fr.resx", Files.Where(file => !File.Exists(Path.Combine(Repository.Root, French(file)))));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Texts_InBothLanguages_HaveTheSameKeysAndPlaceholders(string file)
    {
        var english = ReadTexts(file);
        var french = ReadTexts(French(file));

        Rule.Are(english.Keys, french.Keys, $"Say these in French too, in {French(file)}", $"Say these in English too, in {file}");
        Rule.NobodyBreaks("Write a text for these, in both languages", english.Keys.Where(key => string.IsNullOrWhiteSpace(english[key]) || string.IsNullOrWhiteSpace(french[key])));
        Rule.NobodyBreaks($"Put the same {{0}}, {{1}}… into both languages, in {file} and its French", english.Keys
            .Where(key => !Placeholders(english[key]).SetEquals(Placeholders(french[key]))).Select(key => $"{key}: {english[key]} | {french[key]}"));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Texts_InFrench_ArePunctuatedAsFrench(string file)
    {
        var wrong = ReadTexts(French(file))
            .Where(text => Matches(text.Value, $@"[^{NoBreakSpace}!?][;!?»](\s|$)|[^{NoBreakSpace}\d]:(\s|$)|«[^{NoBreakSpace}]|\w'\w"))
            .Select(text => $"{text.Key}: {text.Value}");

        Rule.NobodyBreaks($"{French(file)}: put a no-break space before ; : ! ? » and behind «, and ’ for an apostrophe", wrong);
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

        Rule.NobodyBreaks("People would read these codes: write a sentence for each into ErrorTexts.resx and ErrorTexts.fr.resx", constants.Concat(derived).Distinct(StringComparer.Ordinal).Except(sentences, StringComparer.Ordinal));
    }

    private static string French(string file) => file.Replace(".resx", ".fr.resx", StringComparison.Ordinal);

    private static Dictionary<string, string> ReadTexts(string file) => XDocument.Parse(Repository.Read(file)).Root!.Elements("data")
        .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!, StringComparer.Ordinal);

    private static HashSet<string> Placeholders(string text) =>
        [.. Regex.Matches(text, @"\{\d+", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value)];

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(5));
}
