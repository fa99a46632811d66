using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>The three fakes, started, and a client that carries their keys as each wants them.</summary>
public sealed class FakesUnderTest : IAsyncLifetime
{
    /// <summary>The account whose key is sent unless a test says otherwise.</summary>
    public const string Account = "Lumière Lyon";

    /// <summary>Calls (POST) of the kinds that tools make: provider, path, body.</summary>
    public static readonly IReadOnlyList<(string Code, string Path, string Body)> ToolCalls =
    [
        ("brevo", "v3/smtp/email", """{"sender":{"email":"lyon@lumiere.demo"},"to":[{"email":"a@exemple.demo"}],"subject":"Bonjour","htmlContent":"<p>Bonjour"}"""),
        ("zoho", "v1.1/email", """{"from":{"address":"lyon@lumiere.demo"},"to":[{"email_address":{"address":"a@exemple.demo"}}],"subject":"Bonjour","htmlbody":"<p>Bonjour"}"""),
        ("openai", "v1/chat/completions", """{"model":"gpt-demo","messages":[{"role":"user","content":"Un deux trois"}]}"""),
        ("openai", "v1/chat/completions", """{"model":"gpt-demo","stream":true,"messages":[{"role":"user","content":"Un deux trois"}]}"""),
        ("openai", "v1/responses", """{"model":"gpt-demo","stream":true,"input":"Un deux trois"}"""),
        ("openai", "v1/audio/speech", """{"model":"gpt-demo","input":"Bonjour","voice":"alloy"}"""),
    ];

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public FakeBrevo Brevo { get; } = new() { ChunkDelay = TimeSpan.FromMilliseconds(1) };

    public FakeZoho Zoho { get; } = new() { ChunkDelay = TimeSpan.FromMilliseconds(1) };

    public FakeOpenAi OpenAi { get; } = new() { ChunkDelay = TimeSpan.FromMilliseconds(1) };

    public async Task InitializeAsync() => await Task.WhenAll(Brevo.StartAsync(), Zoho.StartAsync(), OpenAi.StartAsync());

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Brevo.DisposeAsync();
        await Zoho.DisposeAsync();
        await OpenAi.DisposeAsync();
    }

    public FakeProvider Of(string code) => new FakeProvider[] { Brevo, Zoho, OpenAi }.Single(fake => fake.Provider.Code == code);

    /// <param name="key">Null for that of <see cref="Account"/>.</param>
    public Task<HttpResponseMessage> SendAsync(string code, string method, string path, string? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        SendAsync(code, method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), key, cancellationToken);

    public async Task<HttpResponseMessage> SendAsync(
        string code, string method, string path, HttpContent? content, string? key, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Of(code).Address, path)) { Content = content };
        key ??= DemoKeys.Of(code, Account);
        if (code == "brevo")
        {
            request.Headers.Add("api-key", key);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(code == "zoho" ? "Zoho-enczapikey" : "Bearer", key);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The status and the body, of an answer in JSON.</summary>
    public async Task<(int Status, JsonElement Body)> AskAsync(string code, string method, string path, string? body = null, string? key = null)
    {
        using var response = await SendAsync(code, method, path, body, key);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
