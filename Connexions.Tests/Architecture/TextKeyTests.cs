using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connexions.Tests.Architecture;

/// <summary>Each text that is asked for is there, and each that is there is asked for; TranslationTests holds the two languages together.</summary>
public sealed partial class TextKeyTests
{
    /// <summary>Whose texts somebody else asks for, and the test that knows which.</summary>
    private static readonly Dictionary<string, string> AskedElsewhere = new(StringComparer.Ordinal) { ["MudTexts"] = nameof(Components.MudTextsTests) };

    private static readonly Dictionary<string, (string File, IReadOnlyList<string> Keys)> Texts = Repository.ProductFiles("*.resx").Where(file => !file.EndsWith(".fr.resx", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => (file, KeysOf(file)), StringComparer.Ordinal);

    [Fact]
    public void Key_ThatIsAskedFor_IsInTheResourcesOfItsClass()
    {
        var missing = TextUses.All.Where(use => !Texts.ContainsKey(use.Class) || use.Keys.Any(key => !Texts[use.Class].Keys.Any(key.IsMatch)));

        Assert.True(TextUses.All.Count > 1000, "This test finds hardly any use of a text: teach TextUses how the sources ask for them.");
        Rule.NobodyBreaks("Put the text into the class's .resx and .fr.resx, or spell its key as they do", missing.Select(use => $"{use.File} asks for {use.Asked} of {use.Class}"));
    }

    [Fact]
    public void Key_InTheResources_IsAskedForSomewhere()
    {
        var words = Repository.ProductFiles("*.cs").Concat(Repository.ProductFiles("*.razor")).SelectMany(file => Word().Matches(Repository.Read(file)).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);
        var uses = TextUses.All.ToLookup(use => use.Class, StringComparer.Ordinal);
        var unused =
            from texts in Texts
            where uses.Contains(texts.Key) && !AskedElsewhere.ContainsKey(texts.Key)
            from key in texts.Value.Keys
            where !uses[texts.Key].Any(use => use.Keys.Any(asked => asked.IsMatch(key)))
            // What is found out at run time is made of the names of things.
            where !uses[texts.Key].Any(use => use.IsOpen) || !key.Split('.').All(words.Contains)
            select $"{texts.Value.File}: {key}";

        Rule.NobodyBreaks("Nobody asks for these texts: take them out of the .resx and the .fr.resx, or ask for them", unused);
    }

    [Fact]
    public void Resources_BelongToAClassThatReadsThem()
    {
        var read = TextUses.All.Select(use => use.Class).ToHashSet(StringComparer.Ordinal);
        // Those of the domain, and the one that needs no service, read theirs without a localizer.
        Rule.NobodyBreaks("Nobody asks these for a text: delete them, or give them the name of the class that does",
            Texts.Where(texts => !read.Contains(texts.Key) && !ReadsItself(texts.Value.File)).Select(texts => texts.Value.File));
    }

    [Theory]
    [InlineData("@L[\"Save\"]", "Save", false)]
    [InlineData("@L[Busy ? \"Saving\" : \"Save\", Name(\"x\")]", "Saving|Save", false)]
    [InlineData("@L[kind == \"Other\" ? $\"Kind.{kind}.One\" : kind]", "Kind\\..+\\.One", true)]
    [InlineData("@L[nameof(FieldKind.ApiKey)]", "ApiKey", false)]
    [InlineData("@L[key + \"Text\"]", ".+Text", false)]
    [InlineData("@L[it switch { 1 => \"One\", _ => \"Many\" }]", "One|Many", false)]
    [InlineData("@L[error.Code]", "", true)]
    public void Keys_OfAnExpression_AreThoseItMayGive(string source, string keys, bool isOpen)
    {
        var use = Assert.Single(TextUses.Find([("Page.razor", $"@inject IStringLocalizer<Page> L\n{source}")]));

        Assert.Equal(("Page", keys, isOpen), (use.Class, string.Join('|', use.Keys.Select(key => key.ToString()[1..^1])), use.IsOpen));
    }

    private static bool ReadsItself(string resources)
    {
        var name = Path.GetFileNameWithoutExtension(resources);
        var file = resources.Replace(".resx", ".cs", StringComparison.Ordinal);
        return Repository.ProductFiles("*.cs").Contains(file, StringComparer.Ordinal) && Repository.Read(file) is var source && (source.Contains($"new(typeof({name}))", StringComparison.Ordinal) || source.Contains($"class {name} : Provider", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> KeysOf(string file) => [.. XDocument.Parse(Repository.Read(file)).Root!.Elements("data").Select(data => (string)data.Attribute("name")!)];

    [GeneratedRegex(@"\w+", RegexOptions.None, 5000)]
    private static partial Regex Word();
}
