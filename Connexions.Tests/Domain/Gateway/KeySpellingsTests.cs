using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;

namespace Connexions.Tests.Domain.Gateway;

public sealed class KeySpellingsTests
{
    private static readonly string Key = Planted.Brevo();

    public static TheoryData<string, string> Spelled
    {
        get
        {
            var spelled = new TheoryData<string, string>();
            foreach (var spelling in KeySpelling.All)
            {
                foreach (var key in new[] { Planted.Brevo(), Planted.OpenAi(), Planted.Zoho() })
                {
                    spelled.Add(spelling.Name, key);
                }
            }

            return spelled;
        }
    }

    [Theory]
    [MemberData(nameof(Spelled))]
    public void Key_InEachSpelling_IsFound(string name, string key)
    {
        var spelled = KeySpelling.All.Single(spelling => spelling.Name == name).Write(key);

        Assert.True(Of(key).AreIn(spelled));
        Assert.True(Of(key).AreIn($"é%20 \\\" {spelled} 100%"));
    }

    [Fact]
    public void Key_OfTwelveCharactersInARow_IsFoundWhereverTheyStand()
    {
        var spellings = Of(Key);

        Assert.All(Enumerable.Range(0, Key.Length - 11), at => Assert.All(Enumerable.Range(0, 10), before =>
        {
            Assert.True(spellings.AreIn($"{new string('.', before)}{Key.AsSpan(at, 12)}"));
            Assert.False(spellings.AreIn($"{new string('.', before)}{Key.AsSpan(at, 11)}."));
        }));
    }

    [Fact]
    public void Key_OfAnother_IsNotFound() =>
        Assert.All(KeySpelling.All.Where(spelling => spelling.Name != "twelve characters"), spelling => Assert.False(Of(Key).AreIn(spelling.Write(Planted.OpenAi()))));

    [Theory]
    [InlineData("a", "xax", true)]
    [InlineData("ab", "a b", false)]
    [InlineData("ab", "x%61b", true)]
    [InlineData("abc", "xABCx", true)]
    [InlineData("abcdefghij", "abcdefghi", false)]
    [InlineData("abcdefghijk", "zabcdefghijkz", true)]
    [InlineData("abcdefghijklm", "zbcdefghijklm", true)]
    [InlineData("Ab/cd\\ef/", """Ab\/cd\\ef\/""", true)]
    public void Key_ThatIsShort_IsLookedForAsAWhole(string key, string text, bool isFound) => Assert.Equal(isFound, Of(key).AreIn(text));

    /// <summary>What repeats is where a search goes back over what it has read: what it notes stays in proportion to the text.</summary>
    [Theory]
    [InlineData("a", "a")]
    [InlineData("ab", "abab%61b")]
    [InlineData("sk-proj-", "sk-proj-sk-proj")]
    [InlineData("a", "&#97;")]
    public void Key_ThatRepeatsItself_IsFoundInProportion(string keyPart, string textPart)
    {
        var key = string.Concat(Enumerable.Repeat(keyPart, SecretText.MaxLength / keyPart.Length));
        var text = string.Concat(Enumerable.Repeat(textPart, 8 * 1024 / textPart.Length));
        var traces = new List<(int Start, int End)>();

        Of(key).Look(text, traces);

        Assert.InRange(traces.Count, 1, 20 * text.Length);
    }

    private static KeySpellings Of(string key) => new(SecretText.From(key)!);
}
