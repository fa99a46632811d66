using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Architecture;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;

namespace Connexions.Tests.Clients;

/// <summary>nginx, as docs/production.md has it, before the whole application; nothing, where it is not installed.</summary>
public sealed class NginxApp : IAsyncLifetime
{
    public static readonly string Block = Regex.Match(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "production.md")), "```nginx\n(?<block>.*?)```", RegexOptions.Singleline | RegexOptions.NonBacktracking).Groups["block"].Value;

    private static readonly string[] Kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    private readonly AppUnderTest app = new AppUnderTest().With("ForwardedHeaders_Enabled", "true");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("connexions-nginx-");
    private readonly int port = FreePort();
    private Process? nginx;
    private string fingerprint = "";

    public int Port => port;

    public GatewayUnderTest Gateway => field ??= new GatewayUnderTest(app);

    public async Task InitializeAsync()
    {
        if (!Commands.IsThere("nginx"))
        {
            return;
        }

        await app.InitializeAsync();
        await WriteCertificateAsync();
        var block = Block.Replace("listen 443 ssl", $"listen 127.0.0.1:{port} ssl", StringComparison.Ordinal)
            .Replace("127.0.0.1:5000", app.Address.Authority.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("/etc/ssl/", $"{folder.FullName}/", StringComparison.Ordinal);
        var paths = string.Concat(Kinds.Select(kind => $"{kind}_temp_path {folder.FullName}/{kind};\n"));
        var file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, $$"""
            daemon off;
            master_process off;
            pid {{folder.FullName}}/pid;
            error_log {{folder.FullName}}/log;
            events {}
            http {
            access_log off;
            {{paths}}
            {{block}}
            }
            """);
        nginx = Commands.Start("nginx", ["-p", folder.FullName, "-c", file], folder.FullName);
        while (!await IsListeningAsync())
        {
            Assert.False(nginx.HasExited, "nginx has ended; the block in docs/production.md does not run.");
            await Task.Delay(20);
        }
    }

    public async Task DisposeAsync()
    {
        nginx?.Kill();
        nginx?.Dispose();
        await ((IAsyncLifetime)app).DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <param name="from">The address of this machine that calls come from.</param>
    public HttpClient Client(string from, string token)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = IsOurs },
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}/gateway/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<bool> IsListeningAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Nobody vouches for the certificate: it is known by its fingerprint.</summary>
    public bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=connexions.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "connexions.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "connexions.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed class NginxTests(NginxApp nginx) : IClassFixture<NginxApp>
{
    private static Provider Brevo => GatewayUnderTest.Brevo;

    [CommandFact("nginx")]
    public async Task Nginx_BeforeTheApplication_ChangesNothingForTools()
    {
        var place = await nginx.Gateway.IndependentAsync();
        await nginx.Gateway.ConnexionAsync(GatewayUnderTest.OpenAi, place);
        await nginx.Gateway.ConnexionAsync(Brevo, place);
        using var client = nginx.Client("127.0.0.1", (await nginx.Gateway.TokenAsync(place)).Text);

        // A stream comes as it is sent: its first line is here while the call is still open.
        using var request = new HttpRequestMessage(HttpMethod.Post, "openai/v1/chat/completions") { Content = JsonContent.Create(new { model = "gpt-demo", stream = true, messages = new[] { new { role = "user", content = "Bonjour" } } }) };
        using var streamed = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await streamed.Content.ReadAsStreamAsync());
        Assert.StartsWith("data:", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Empty(await nginx.Gateway.UsesAsync(place, 0));
        Assert.EndsWith("data: [DONE]", (await reader.ReadToEndAsync()).TrimEnd(), StringComparison.Ordinal);

        // What is too large is told so by the application, and an identifier arrives as it was written.
        using var large = await client.PostAsync("openai/v1/audio/transcriptions", new ByteArrayContent(new byte[60 * 1024 * 1024]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (large.StatusCode, large.Content.Headers.ContentType?.MediaType));
        using var contact = await client.GetAsync("brevo/v3/contacts/d%27artagnan%2Bpost%40exemple.test");
        Assert.Contains(nginx.Gateway.Fake(Brevo).LastCalls, call => call.Path == "/v3/contacts/d'artagnan+post@exemple.test");

        var waits = Regex.Matches(NginxApp.Block, "proxy_(?:read|send)_timeout (?<minutes>[0-9]+)m;", RegexOptions.NonBacktracking)
            .Select(match => TimeSpan.FromMinutes(int.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture)));
        Assert.All(waits, wait => Assert.True(wait > new GatewayOptions { Folder = "" }.IdleTimeout, $"{wait}"));
    }

    [CommandFact("nginx")]
    public async Task Nginx_BeforeTheApplication_TellsWhoCalls()
    {
        var place = await nginx.Gateway.IndependentAsync();
        await nginx.Gateway.ConnexionAsync(Brevo, place);
        var (_, token) = await nginx.Gateway.TokenAsync(place, terms => terms with { Ranges = [AddressRange.Parse("127.0.0.2/32")!] });
        using var admitted = nginx.Client("127.0.0.2", token);
        using var other = nginx.Client("127.0.0.1", token);
        other.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.2");

        using var passed = await admitted.GetAsync("brevo/v3/contacts");
        using var refused = await other.GetAsync("brevo/v3/contacts");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (passed.StatusCode, refused.StatusCode));
    }

    [CommandFact("nginx")]
    public async Task Nginx_BeforeTheApplication_LetsPagesOpenTheirCircuit()
    {
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = nginx.IsOurs;
        socket.Options.SetRequestHeader("Origin", $"https://127.0.0.1:{nginx.Port}");

        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{nginx.Port}/_blazor"), CancellationToken.None);

        Assert.Equal(WebSocketState.Open, socket.State);
    }
}
