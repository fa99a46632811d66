using System.Collections;
using System.Resources;
using System.Xml.Linq;
using Connexions.Tests.Architecture;
using MudBlazor;

namespace Connexions.Tests.Components;

public sealed class MudTextsTests
{
    /// <summary>Parity of the two languages is asked for by the test of all texts.</summary>
    [Fact]
    public void EveryWordOfMudBlazor_HasOursInItsPlace()
    {
        using var stream = typeof(MudButton).Assembly.GetManifestResourceStream("MudBlazor.Resources.LanguageResource.resources")!;
        using var reader = new ResourceReader(stream);
        var theirs = reader.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).ToList();
        var ours = XDocument.Parse(Repository.Read("Connexions.Web/Shared/Words/MudTexts.resx")).Descendants("data").Select(data => (string)data.Attribute("name")!).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(theirs);
        Assert.True(theirs.All(ours.Contains), $"Add to Shared/Words/MudTexts.resx and MudTexts.fr.resx: {string.Join(", ", theirs.Where(key => !ours.Contains(key)))}");
    }
}
