using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Gateway;

public sealed class KeyScrubberTests
{
    private static readonly string OpenAi = Planted.OpenAi();

    /// <summary>Keys whose shape gives them away, and one that only its owner can tell.</summary>
    public static TheoryData<string> Keys => [Planted.Brevo(), OpenAi, Planted.OpenAiLegacy(), Planted.Zoho()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Scrub_KeyInAText_LeavesTheRest(string key) =>
        Assert.Equal("Clé « ••• » refusée, •••.", Of(key).Scrub($"Clé « {key} » refusée, {key.ToUpperInvariant()}."));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Scrub_EightCharactersOfTheKey_AreATrace(string key) =>
        Assert.All(Enumerable.Range(0, key.Length - 7), at => Assert.Equal("(•••)", Of(key).Scrub($"({key.Substring(at, 8)})")));

    [Fact]
    public void Scrub_SevenCharactersOfTheKey_AreNone() => Assert.Equal($"({OpenAi[20..27]})", Of(OpenAi).Scrub($"({OpenAi[20..27]})"));

    [Theory]
    [InlineData("****")]
    [InlineData("***********************************************************")]
    [InlineData("****…")]
    [InlineData("…")]
    [InlineData("...")]
    [InlineData("•••")]
    [InlineData("XXXX")]
    [InlineData("xxxxxxxx****")]
    public void Scrub_MaskedEcho_LeavesNothingOfTheKey(string mask)
    {
        // Its end is no mask itself, as it would be with several x.
        var key = OpenAi + "MxYA";
        foreach (var shown in new[] { 0, 3, 5, 8, 11 })
        {
            Assert.Equal(
                "Incorrect API key provided: •••. You can find it.",
                Of(key).Scrub($"Incorrect API key provided: {key[..shown]}{mask}{key[^4..]}. You can find it."));
        }
    }

    [Fact]
    public void Scrub_BeginningBeforeAMask_IsATrace() => Assert.Equal("key •••", Of(OpenAi).Scrub("key sk-proj***"));

    [Fact]
    public void Scrub_ShortEndBesideAMaskedPart_IsATraceAsWell() => Assert.All(
        [$"{OpenAi[..20]}****{OpenAi[^2..]}", $"s****{OpenAi[^20..]}"],
        echo => Assert.Equal("key •••", Of(OpenAi).Scrub($"key {echo}")));

    [Theory]
    [InlineData("Please wait... then try again")]
    [InlineData("** Important **: see *** below")]
    [InlineData("max_tokens xx")]
    public void Scrub_MaskOfSomethingElse_IsLeft(string text) => Assert.Equal(text, Of("Zq" + Planted.Zoho()).Scrub(text));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Scrub_KeyInBase64_IsFoundInEachAlignment(string key)
    {
        foreach (var user in new[] { "", "u:", "user:", "api:" })
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}{key}, and more"));

            var scrubbed = Of(key).Scrub($"Basic {encoded}");

            Assert.Contains("•••", scrubbed, StringComparison.Ordinal);
            Assert.True(scrubbed.Length < 6 + 3 + (((user.Length + 13) * 4 / 3) + 6), scrubbed);
        }
    }

    [Fact]
    public void Scrub_EscapedKey_IsFoundAsItReads()
    {
        const string Key = "Ab+1/Cd=2/Ef~3/Gh==";
        var inUrl = string.Concat(Key.Select(c => $"%{(int)c:x2}"));
        var inJson = string.Concat(Key.Select(c => $"\\u{(int)c:X4}"));
        var inPage = string.Concat(Key.Select((c, at) => at % 2 == 0 ? $"&#{(int)c};" : $"&#x{(int)c:x2};"));

        Assert.All(
            [Uri.EscapeDataString(Key), inUrl, inJson, inPage, Key.Replace("/", "\\/", StringComparison.Ordinal)],
            spelling => Assert.Equal("é%20 ••• 100%", Of(Key).Scrub($"é%20 {spelling} 100%")));
    }

    [Fact]
    public void Scrub_KeyThatLooksEscaped_IsFoundAsWritten() => Assert.Equal("a •••", Of("ab%41cd%42").Scrub("a ab%41cd%42"));

    [Fact]
    public void Scrub_KeyOfAnybody_IsATrace() => Assert.All(
        [Planted.Brevo(), Planted.OpenAi(), Planted.OpenAiAdmin(), Planted.ZohoOAuth(), Planted.Anthropic(), Planted.Stripe()],
        other => Assert.Equal("not •••!", Of(Planted.Zoho()).Scrub($"not {other}!")));

    [Theory]
    [InlineData("abc", "x•••x", "xabcx")]
    [InlineData("abc", "xabx", "xabx")]
    [InlineData("ab", "x•••x", "xa***bx")]
    public void Scrub_ShortKey_IsLookedForAsAWhole(string key, string expected, string text) => Assert.Equal(expected, Of(key).Scrub(text));

    [Fact]
    public void Scrub_TextWithoutATrace_IsTheSameText()
    {
        const string Text = "Le message n’a pas été envoyé : {\"code\":\"invalid_parameter\"} 100% &amp; \\/ \ud800";

        Assert.Same(Text, Of(OpenAi).Scrub(Text));
        Assert.False(Of(OpenAi).Holds(Text));
    }

    [Fact]
    public void Holds_HeaderWithATrace_IsTrue() =>
        Assert.True(Of(OpenAi).Holds($"Bearer error=\"invalid_token\", token=\"{OpenAi[..5]}***{OpenAi[^3..]}\""));

    [Fact]
    public void Scrub_AnyText_LeavesNoRunOfTheKey() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(Texts()), text =>
    {
        var scrubbed = Of(OpenAi).Scrub(text);

        Assert.All(Enumerable.Range(0, OpenAi.Length - 7), at => Assert.DoesNotContain(OpenAi.Substring(at, 8), scrubbed, StringComparison.OrdinalIgnoreCase));
    }));

    /// <summary>
    /// What repeats is where a search goes back over what it has read. Memory stands for work here: a scrubber that
    /// collected each candidate would need megabytes for each kilobyte.
    /// </summary>
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "ab")]
    [InlineData("sk-proj-", "sk-proj-****")]
    [InlineData("*", "***a")]
    [InlineData("x", "xxxx ")]
    [InlineData("%", "%25")]
    [InlineData("ab", "&#97;")]
    public void Scrub_Repetition_TakesMemoryInProportionToTheText(string keyPart, string textPart)
    {
        var scrubber = Of(Repeat(keyPart, SecretText.MaxLength));
        var text = Repeat(textPart, 64 * 1024);
        scrubber.Scrub(text[..1024]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        scrubber.Scrub(text);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L * text.Length);
    }

    private static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, (length / part.Length) + 1))[..length];

    private static Gen<string> Texts() =>
        from parts in Gen.ListOf(Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements("***", "•", "...", "xxxx", "%", "\\", "&#", OpenAi),
            from at in Gen.Choose(0, OpenAi.Length)
            from length in Gen.Choose(0, 20)
            select OpenAi.Substring(at, Math.Min(length, OpenAi.Length - at))))
        select string.Concat(parts);

    private static KeyScrubber Of(string key) => new(SecretText.From(key)!);
}
