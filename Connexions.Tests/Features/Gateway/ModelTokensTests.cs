using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway;

/// <summary>What a language model's answer says it took, through the whole application: told, not told, and left half-way.</summary>
public sealed class ModelTokensTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private static readonly object[] Said = [new { role = "user", content = "Bonjour à toutes et à tous" }];

    private readonly GatewayUnderTest gateway = new(app);

    public static TheoryData<string, object, string, string> Calls => new()
    {
        { "chat/completions", new { model = "gpt-demo", messages = Said }, "prompt_tokens", "completion_tokens" },
        { "chat/completions", new { model = "gpt-demo", messages = Said, stream = true, stream_options = new { include_usage = true } }, "prompt_tokens", "completion_tokens" },
        { "responses", new { model = "gpt-demo", input = "Bonjour à toutes" }, "input_tokens", "output_tokens" },
        { "responses", new { model = "gpt-demo", input = "Bonjour à toutes", stream = true }, "input_tokens", "output_tokens" },
        { "embeddings", new { model = "text-embedding-demo", input = "Bonjour à toutes" }, "prompt_tokens", "" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Answer_ThatTells_IsCountedInBothJournalsAndFigures(string path, object body, string input, string output)
    {
        var (network, agency, text) = await BorrowerAsync();
        using var client = gateway.Client(text);

        using var answer = await client.PostAsJsonAsync($"openai/v1/{path}", body);

        var said = LastUsage(await answer.Content.ReadAsStringAsync());
        var told = (said.GetProperty(input).GetInt32(), output.Length > 0 ? said.GetProperty(output).GetInt32() : 0);
        Assert.True(told.Item1 > 0);
        foreach (var place in new[] { agency, network })
        {
            var use = Assert.Single(await gateway.UsesAsync(place, 1));
            Assert.Equal(told, (use.InputTokens, use.OutputTokens));
            var hour = await HourAsync(place);
            Assert.Equal((told.Item1, told.Item2, 1, 0), (hour.InputTokens, hour.OutputTokens, hour.TokensTold, hour.TokensUntold));
        }
    }

    [Fact]
    public async Task Stream_ThatDoesNotTell_OrIsLeftHalfWay_IsUntold_AndNotNought()
    {
        var (_, agency, text) = await BorrowerAsync();
        using var client = gateway.Client(text);
        using (var whole = await client.PostAsJsonAsync("openai/v1/chat/completions", new { model = "gpt-demo", messages = Said, stream = true }))
        {
            Assert.Contains("[DONE]", await whole.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // A client would else read what is left of a short answer, so that its connection can be used again.
        using (var leaving = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { BaseAddress = client.BaseAddress, DefaultRequestHeaders = { Authorization = client.DefaultRequestHeaders.Authorization } })
        using (var request = new HttpRequestMessage(HttpMethod.Post, "openai/v1/responses") { Content = JsonContent.Create(new { model = "gpt-demo", input = "Bonjour", stream = true }) })
        using (var left = await leaving.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        using (var reader = new StreamReader(await left.Content.ReadAsStreamAsync()))
        {
            await reader.ReadLineAsync();
        }

        var uses = await gateway.UsesAsync(agency, 2);
        Assert.Equal([UseResult.Sent, UseResult.Interrupted], uses.Select(use => use.UseResult!.Value).Order());
        Assert.All(uses, use => Assert.Equal((null, null), (use.InputTokens, use.OutputTokens)));
        var hour = await HourAsync(agency);
        Assert.Equal((0, 2, 2), (hour.TokensTold, hour.TokensUntold, hour.Calls));

        var day = (await UsageAsync(text)).GetProperty("days")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 2), (day.GetProperty("inputTokens").ValueKind, day.GetProperty("outputTokens").ValueKind, day.GetProperty("callsWithoutTokens").GetInt32()));

        (await client.PostAsJsonAsync("openai/v1/chat/completions", new { model = "gpt-demo", messages = Said })).Dispose();
        var told = (await gateway.UsesAsync(agency, 3)).Single(use => use.InputTokens is not null);
        day = (await UsageAsync(text)).GetProperty("days")[0];
        Assert.Equal((told.InputTokens, told.OutputTokens, 2), (day.GetProperty("inputTokens").GetInt32(), day.GetProperty("outputTokens").GetInt32(), day.GetProperty("callsWithoutTokens").GetInt32()));
    }

    [Fact]
    public async Task Answer_ThatNamesNoModel_IsNeitherToldNorUntold()
    {
        var (_, agency, text) = await BorrowerAsync();
        using var client = gateway.Client(text);

        (await client.GetAsync("openai/v1/models")).Dispose();

        Assert.Null(Assert.Single(await gateway.UsesAsync(agency, 1)).InputTokens);
        Assert.False(new UsageCounts { TokensTold = (await HourAsync(agency)).TokensTold, TokensUntold = (await HourAsync(agency)).TokensUntold }.ConcernsTokens);
    }

    private static JsonElement LastUsage(string answer)
    {
        var line = answer.Split('\n').Last(line => line.Contains("\"usage\":{", StringComparison.Ordinal));
        var read = JsonSerializer.Deserialize<JsonElement>(line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line);
        return (read.TryGetProperty("response", out var response) ? response : read).GetProperty("usage");
    }

    private async Task<(Place Network, Place Agency, string Token)> BorrowerAsync()
    {
        var network = await gateway.NetworkAsync();
        var agency = await gateway.AgencyAsync(network);
        await gateway.ConnexionAsync(GatewayUnderTest.OpenAi, network);
        await gateway.ShareAsync(GatewayUnderTest.OpenAi, network);
        return (network, agency, (await gateway.TokenAsync(agency)).Text);
    }

    /// <summary>A test that runs over the full hour has two.</summary>
    private async Task<UsageCounts> HourAsync(Place place)
    {
        await using var db = app.Services.GetRequiredService<ContextFactory>().Create(place.MemberScope);
        return (await db.Set<UsageHour>().AsNoTracking().ToListAsync())
            .Select(hour => new UsageCounts { Calls = hour.Calls, InputTokens = hour.InputTokens, OutputTokens = hour.OutputTokens, TokensTold = hour.TokensTold, TokensUntold = hour.TokensUntold })
            .Aggregate((sum, hour) => sum + hour);
    }

    private async Task<JsonElement> UsageAsync(string token)
    {
        using var client = gateway.Client(token);
        return await client.GetFromJsonAsync<JsonElement>(app.Page($"api/v1/usage?provider=openai&from={ParisDay.Of(DateTime.UtcNow):yyyy-MM-dd}"));
    }
}
