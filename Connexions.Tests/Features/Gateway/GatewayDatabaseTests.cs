using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway.Receipts;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway;

/// <summary>The database's file goes while tools call: nothing more is sent, and what was sent waits for its journal.</summary>
public sealed class GatewayDatabaseTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    private readonly GatewayUnderTest gateway = new(app);

    private static Provider OpenAi => GatewayUnderTest.OpenAi;

    private string Elsewhere => app.DatabaseFile + ".elsewhere";

    private int Calls => gateway.Fake(OpenAi).Calls;

    [SqliteFact]
    public async Task Database_MovedReplacedAndPutBack_CostsNoUseItsEntry()
    {
        var place = await gateway.IndependentAsync();
        await gateway.ConnexionAsync(OpenAi, place);
        using var client = gateway.Client((await gateway.TokenAsync(place)).Text);
        using var before = await client.GetAsync("openai/v1/models");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(app.Page("health/ready"))).StatusCode);

        // One call is under way while the file goes, and ends while it is gone.
        gateway.Fake(OpenAi).Delay = TimeSpan.FromMilliseconds(300);
        var underWay = client.GetAsync("openai/v1/models");
        await UntilAsync(() => app.Services.GetRequiredService<ReceiptSpool>().OpenUses > 0);
        var calls = Calls;
        File.Move(app.DatabaseFile, Elsewhere);
        await ExamineRefusalAsync(client);
        using var ended = await underWay;
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(app.Page("health/ready"))).StatusCode);
        await UntilAsync(() => app.Log.Complaints.Any(line => line.Contains("wait for the journal", StringComparison.Ordinal)));

        await using (var other = await TestDatabase.CreateAsync())
        {
            File.Copy(other.File, app.DatabaseFile);
        }

        await ExamineRefusalAsync(client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(app.Page("health/ready"))).StatusCode);
        Assert.InRange(Calls, calls, calls + 1);
        Assert.True(app.Services.GetRequiredService<ReceiptSpool>().Undrained > 0);

        File.Move(Elsewhere, app.DatabaseFile, overwrite: true);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(app.Page("health/ready"))).StatusCode);
        gateway.Fake(OpenAi).Delay = TimeSpan.Zero;
        using var after = await client.GetAsync("openai/v1/models");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal([UseResult.Sent, UseResult.Sent, UseResult.Sent], (await gateway.UsesAsync(place, 3)).Select(use => use.UseResult!.Value));
        Assert.Single(app.Log.Complaints, line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains(app.DatabaseFile, StringComparison.Ordinal));
    }

    private static async Task ExamineRefusalAsync(HttpClient client)
    {
        // As long as the token and the key are remembered, and once they would have to be read again.
        for (var end = DateTime.UtcNow.AddMilliseconds(700); DateTime.UtcNow < end; await Task.Delay(50))
        {
            using var refused = await client.GetAsync("openai/v1/models");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("urn:connexions:Gateway.JournalUnavailable", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo() && tries < 400; tries++)
        {
            await Task.Delay(25);
        }

        Assert.True(isSo());
    }
}
