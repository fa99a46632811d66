using System.Net.Http.Json;
using System.Text.Json;
using Connexions.Tests.Support;

namespace Connexions.Tests.Features.Api;

/// <summary>The description that others' programs are made from: what it promises, and that it stays.</summary>
public sealed class ApiDocumentTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Document_DescribesEachCallWithItsAnswers_AndNothingElse()
    {
        var document = await ReadAsync();

        var calls = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name} {path.Name}: {string.Join(' ', call.Value.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order(StringComparer.Ordinal))}"));
        Assert.Equal(
            [
                "get /api/v1/connexions/{provider}: 200 401 403 404 429 503",
                "get /api/v1/connexions: 200 401 403 429 503",
                "get /api/v1/token: 200 401 403 429 503",
                "get /api/v1/usage: 200 400 401 403 404 429 503",
            ],
            calls.Order(StringComparer.Ordinal));
        Assert.All(document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), call =>
        {
            Assert.NotEmpty(call.Value.GetProperty("summary").GetString()!);
            Assert.NotEmpty(call.Value.GetProperty("description").GetString()!);
            Assert.NotEmpty(call.Value.GetProperty("operationId").GetString()!);
            Assert.All(call.Value.GetProperty("responses").EnumerateObject(), answer =>
                Assert.Equal(answer.Name == "200" ? "application/json" : "application/problem+json", Assert.Single(answer.Value.GetProperty("content").EnumerateObject()).Name));
        });
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
        Assert.True(Assert.Single(document.GetProperty("security").EnumerateArray()).TryGetProperty("token", out _));
    }

    [Fact]
    public async Task Document_KeepsTheShapeOfItsAnswers()
    {
        var document = await ReadAsync();

        var shapes = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(schema => schema.Name.StartsWith("Api", StringComparison.Ordinal))
            .ToDictionary(schema => schema.Name, schema => string.Join(' ', schema.Value.GetProperty("properties").EnumerateObject().Select(property => property.Name)));

        Assert.Equal("name clientType clientName providers purposes allowedRanges callsPerMinute createdAt expiresAt", shapes["ApiToken"]);
        Assert.Equal("provider source state accountName accountEmail senderEmail senderName purposes quota reasons nextStep", shapes["ApiConnexion"]);
        Assert.Equal("connexion sentence nextStep explanation", shapes["ApiConnexionExplained"]);
        Assert.Equal("callsPerAgency emailsPerAgency callsForAll emailsForAll", shapes["ApiQuota"]);
        Assert.Equal("source reason", shapes["ApiReason"]);
        Assert.Equal("from to days", shapes["ApiUsage"]);
        Assert.Equal("day provider calls emails refused errors bytesSent bytesReceived inputTokens outputTokens callsWithoutTokens", shapes["ApiUsageDay"]);
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var client = new HttpClient();
        return await client.GetFromJsonAsync<JsonElement>(app.Page("openapi/v1.json"));
    }
}
