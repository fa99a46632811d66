using System.Text;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>What can go wrong goes wrong with the calls of tools as well.</summary>
public sealed class FakeCasesTests(FakesUnderTest fakes) : IClassFixture<FakesUnderTest>
{
    public static TheoryData<int, FakeCase, int> Refusals
    {
        get
        {
            var data = new TheoryData<int, FakeCase, int>();
            for (var call = 0; call < FakesUnderTest.ToolCalls.Count; call++)
            {
                var code = FakesUnderTest.ToolCalls[call].Code;
                data.Add(call, FakeCase.IpBlocked, code == "zoho" ? 403 : 401);
                data.Add(call, FakeCase.NoCredit, code switch { "brevo" => 402, "zoho" => 403, _ => 429 });
                data.Add(call, FakeCase.Restricted, code == "brevo" ? 403 : 401);
                data.Add(call, FakeCase.RateLimited, 429);
                data.Add(call, FakeCase.ServerError, 500);
                data.Add(call, FakeCase.Unavailable, 503);
                data.Add(call, FakeCase.Html, 200);
                data.Add(call, FakeCase.Redirect, 302);
                data.Add(call, FakeCase.Echo, 401);
                data.Add(call, FakeCase.EchoMasked, 401);
            }

            return data;
        }
    }

    public static TheoryData<int> Calls => [.. Enumerable.Range(0, FakesUnderTest.ToolCalls.Count)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task ToolCall_EachRefusal_HasItsStatus(int call, FakeCase trouble, int status)
    {
        using var response = await SendAsync(call, trouble);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.DoesNotContain(Fake(call).Sent, mail => mail.Account == trouble.ToString());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ToolCall_EchoSuccess_IsAWholeAnswerWithTheKey(int call)
    {
        using var response = await SendAsync(call, FakeCase.EchoSuccess);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains(KeyOf(call, FakeCase.EchoSuccess), await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ToolCall_EchoSplit_SendsHalfOfTheKeyBeforeTheOther(int call)
    {
        var key = KeyOf(call, FakeCase.EchoSplit);
        Fake(call).ChunkDelay = TimeSpan.FromMilliseconds(50);
        using var response = await SendAsync(call, FakeCase.EchoSplit);
        await using var body = await response.Content.ReadAsStreamAsync();
        var (buffer, read, halves) = (new byte[64 * 1024], 0, false);
        while (await body.ReadAsync(buffer.AsMemory(read)) is > 0 and var more)
        {
            read += more;
            halves |= buffer.AsSpan(0, read).EndsWith(Encoding.ASCII.GetBytes(key[..(key.Length / 2)]));
        }

        Fake(call).ChunkDelay = TimeSpan.FromMilliseconds(1);
        Assert.True(halves);
        Assert.Contains(key, Encoding.UTF8.GetString(buffer, 0, read), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ToolCall_Cut_BreaksInTheMiddle(int call)
    {
        using var response = await SendAsync(call, FakeCase.Cut);
        Assert.True(response.IsSuccessStatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ToolCall_Truncated_EndsInTheMiddle(int call)
    {
        using var whole = await fakes.SendAsync(FakesUnderTest.ToolCalls[call].Code, "POST", FakesUnderTest.ToolCalls[call].Path, FakesUnderTest.ToolCalls[call].Body);
        using var half = await SendAsync(call, FakeCase.Truncated);
        Assert.True((await half.Content.ReadAsByteArrayAsync()).Length < (await whole.Content.ReadAsByteArrayAsync()).Length);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ToolCall_Dropped_HasNoAnswer(int call) => await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(call, FakeCase.Dropped));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ToolCall_SlowAndLeft_IsCountedAsAbandoned(int call)
    {
        var (before, calls) = (Fake(call).Abandoned, Fake(call).Calls);
        using var leaving = new CancellationTokenSource();
        var sending = SendAsync(call, FakeCase.Slow, leaving.Token);
        await UntilAsync(() => Fake(call).Calls > calls);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await UntilAsync(() => Fake(call).Abandoned > before);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static string KeyOf(int call, FakeCase trouble) => DemoKeys.Of(FakesUnderTest.ToolCalls[call].Code, trouble);

    private FakeProvider Fake(int call) => fakes.Of(FakesUnderTest.ToolCalls[call].Code);

    private Task<HttpResponseMessage> SendAsync(int call, FakeCase trouble, CancellationToken cancellationToken = default) => fakes.SendAsync(
        FakesUnderTest.ToolCalls[call].Code, "POST", FakesUnderTest.ToolCalls[call].Path, FakesUnderTest.ToolCalls[call].Body, KeyOf(call, trouble), cancellationToken);
}
