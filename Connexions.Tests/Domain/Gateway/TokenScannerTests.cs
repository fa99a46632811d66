using System.Text;
using Connexions.Domain.Gateway;

namespace Connexions.Tests.Domain.Gateway;

public sealed class TokenScannerTests
{
    private const string Chat = """{"id":"chatcmpl-1","choices":[{"index":0,"message":{"role":"assistant","content":"Bonjour"}}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21,"prompt_tokens_details":{"cached_tokens":3}},"service_tier":"default"}""";
    private const string Response = """{"id":"resp_1","object":"response","usage":{"input_tokens":36,"input_tokens_details":{"cached_tokens":0},"output_tokens":87,"output_tokens_details":{"reasoning_tokens":64},"total_tokens":123},"user":null,"metadata":{}}""";

    public static TheoryData<string, int, int> Answers => new()
    {
        { Chat, 9, 12 },
        { Response, 36, 87 },
        { """{"object":"list","data":[{"embedding":[0.1]}],"usage":{"prompt_tokens":8,"total_tokens":8}}""", 8, 0 },
        { "{\n  \"usage\" : {\r\n \"total_tokens\": 30,\t\"output_tokens\": 20,\n \"input_tokens\": 10 }\n}", 10, 20 },
        { $"data: {{\"choices\":[],\"usage\":null}}\n\ndata: {Chat}\n\ndata: [DONE]\n\n", 9, 12 },
        { $"event: response.created\ndata: {{\"response\":{{\"usage\":null}}}}\n\nevent: response.completed\ndata: {{\"type\":\"response.completed\",\"response\":{Response}}}\n\n", 36, 87 },
        // Some count as they go: the last word counts.
        { "data: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}\n\ndata: {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\n", 9, 2 },
        // A schema's property of the same name, and texts that speak of it.
        { """{"tools":[{"parameters":{"properties":{"usage":{"type":"string"}}}}],"choices":["\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}"],"usage":{"input_tokens":3,"output_tokens":4}}""", 3, 4 },
        { """{"a":"usage","usage":{"type":"duration","seconds":9},"usage":{"type":"tokens","input_tokens":14,"output_tokens":101,"total_tokens":115}}""", 14, 101 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_WholeOrInPiecesOfAnyLength_TellsTheSame(string answer, int input, int output)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var length = 1; length <= bytes.Length; length++)
        {
            Assert.Equal(new ModelTokens(input, output), Told(bytes.Chunk(length)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":"none"}""")]
    [InlineData("""{"usage":{}}""")]
    [InlineData("""{"usage":{"prompt_tokens":9}}""")]
    [InlineData("""{"usage":{"prompt_tokens":"9","completion_tokens":"3"}}""")]
    [InlineData("""{"usage":{"prompt_tokens":-9,"completion_tokens":3}}""")]
    [InlineData("""{"usage":{"prompt_tokens":99999999999,"completion_tokens":3}}""")]
    [InlineData("""{"usage":{"seconds":9,"details":{"input_tokens":1,"output_tokens":2}}}""")]
    [InlineData("""{"choices":["\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}"]}""")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":12""")]
    [InlineData("""{"usage":{"prompt_tokens":9 9,"completion_tokens":12}}""")]
    [InlineData("usage: 12")]
    public void Answer_ThatDoesNotTell_TellsNothing(string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);

        Assert.All(Enumerable.Range(1, bytes.Length), length => Assert.Null(Told(bytes.Chunk(length))));
        Assert.Null(Told([bytes]));
    }

    [Fact]
    public void Member_ThatNeverEnds_IsGivenUp_AndWhatFollowsIsFound()
    {
        var scanner = new TokenScanner();
        scanner.Look("\"usage\":{\"prompt_tokens\":9,\"x\":\""u8);
        foreach (var piece in Enumerable.Repeat(new string('x', 700), 20))
        {
            scanner.Look(Encoding.UTF8.GetBytes(piece));
        }

        Assert.Null(scanner.Told);
        scanner.Look(Encoding.UTF8.GetBytes($"\"}}}}\n\ndata: {Chat}"));
        Assert.Equal(new ModelTokens(9, 12), scanner.Told);
    }

    private static ModelTokens? Told(IEnumerable<byte[]> pieces)
    {
        var scanner = new TokenScanner();
        foreach (var piece in pieces)
        {
            scanner.Look(piece);
        }

        return scanner.Told;
    }
}
