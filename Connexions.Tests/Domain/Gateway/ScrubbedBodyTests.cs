using System.Text;
using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;

namespace Connexions.Tests.Domain.Gateway;

public sealed class ScrubbedBodyTests
{
    private static readonly string Key = Planted.OpenAi();

    private static readonly string Escaped = $"\\u0073{string.Join("\\u002d", Key[1..].Split('-'))}";

    [Fact]
    public void Json_WithTheKeyEscaped_IsScrubbedAsItReads() => Assert.Equal(
        """{"error":{"message":"Clé ••• « refusée » \uD83D\uDD11","•••":["•••",null,true]}}""",
        Scrub($$"""
            {
              "error": { "message": "Cl\u00e9 {{Escaped}} « refusée » \ud83d\udd11", "{{Escaped}}": [ "{{Key}}", null, true ] }
            }
            """));

    [Theory]
    [InlineData("[0,-0.0,1e400,12345678901234567890123,1.10,false,{},[]]")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("\"\"")]
    public void Json_WithoutATrace_KeepsItsValues(string json) => Assert.Equal(json, Scrub($" {json}\n"));

    [Fact]
    public void Json_InsideAText_IsScrubbedAsItReads()
    {
        var inner = $$"""{"key":"{{Escaped}}"}""";

        Assert.Equal("""{"key":"•••"}""", JsonDocument.Parse(Scrub(JsonSerializer.Serialize(new { upstream = inner }))).RootElement.GetProperty("upstream").GetString());
    }

    [Fact]
    public void Json_WithAKeyOfDigits_HidesTheNumber() =>
        Assert.Equal("""[1,"•••"]""", Encoding.UTF8.GetString(new KeyScrubber(SecretText.From("1234567890")!).ScrubBody("[1,1234567890]"u8, "application/json")));

    [Fact]
    public void Json_AfterAByteOrderMark_IsJson() => Assert.Equal("""["•••"]""", Scrub($"\uFEFF[ \"{Key}\" ]"));

    [Theory]
    [InlineData("{\"message\": \"{0}")]
    [InlineData("{\"half\": \"\\ud800\", \"message\": \"{0}\"}")]
    [InlineData("data: {\"message\": \"{0}\"}\n\ndata: [DONE]\n\n")]
    [InlineData("<p title=\"{0}\">{0}</p>")]
    public void NoJson_WithTheKey_IsScrubbedAsText(string body) =>
        Assert.All([Key, Escaped], key => Assert.Equal(body.Replace("{0}", "•••", StringComparison.Ordinal), Scrub(body.Replace("{0}", key, StringComparison.Ordinal))));

    [Fact]
    public void Json_NestedTooDeep_IsScrubbedAsText() => Assert.Equal($"{new string('[', 5_000)}\"•••\"", Scrub($"{new string('[', 5_000)}\"{Key}\""));

    [Fact]
    public void Page_ThatIsJsonAsWell_StaysAsWritten() => Assert.Equal("[ \"•••\" ]", Scrub($"[ \"{Key}\" ]", "text/html"));

    [Fact]
    public void Bytes_ThatAreNoText_AreReplaced() =>
        Assert.Equal("a\uFFFD•••", Encoding.UTF8.GetString(new KeyScrubber(SecretText.From(Key)!).ScrubBody([(byte)'a', 0xFF, .. Encoding.UTF8.GetBytes(Key)], null)));

    [Fact]
    public void Body_OfNothing_IsNothing() => Assert.Equal("", Scrub("", null));

    private static string Scrub(string body, string? mediaType = "application/json") =>
        Encoding.UTF8.GetString(new KeyScrubber(SecretText.From(Key)!).ScrubBody(Encoding.UTF8.GetBytes(body), mediaType));
}
