using System.Net;
using System.Text.RegularExpressions;

namespace Connexions.Tests.Support;

/// <summary>
/// A browser without scripts: it keeps cookies and sends forms, and follows no redirect by itself. Where it speaks https, it
/// does so to a proxy in front of the application.
/// </summary>
public sealed partial class Caller : IDisposable
{
    /// <summary>What a site is called that is reached through a proxy.</summary>
    public const string PublicHost = "connexions.example";

    private readonly HttpClient client;
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    public Caller(AppUnderTest app, bool isHttps = false)
    {
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        if (isHttps)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            client.DefaultRequestHeaders.Host = PublicHost;
        }
    }

    /// <summary>What the site has asked to be kept; a test may change them.</summary>
    public IDictionary<string, string> Cookies => cookies;

    /// <summary>Every cookie as it was sent, attributes included.</summary>
    public List<string> AllSent { get; } = [];

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Opens the page, then sends its form of that name.</summary>
    public async Task<Answer> PostAsync(string path, string form, params (string Name, string Value)[] fields) =>
        await PostAsync(await GetAsync(path), path, form, fields);

    /// <summary>Sends a form of a page that was opened before.</summary>
    public Task<Answer> PostAsync(Answer page, string path, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(page.Text);
        Assert.True(token.Success, $"{path} ({(int)page.Status}) holds no form.");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(
                fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
                    .Append(new("_handler", form)).Append(new("__RequestVerificationToken", WebUtility.HtmlDecode(token.Groups["value"].Value)))),
        });
    }

    /// <summary>Signs in, and fails the test where that does not work.</summary>
    public async Task SignInAsync(string email, string? password = null)
    {
        var answer = await TrySignInAsync(email, password ?? AppUnderTest.DemoPassword);
        Assert.True(answer.Status == HttpStatusCode.Found, $"{email} cannot sign in: {(int)answer.Status}.");
    }

    /// <param name="back">Where to go afterwards; the home page where nothing is said.</param>
    public Task<Answer> TrySignInAsync(string email, string password, string? back = null) => PostAsync(
        "/compte/connexion" + (back is null ? "" : $"?retour={Uri.EscapeDataString(back)}"), "sign-in", ("Input.Email", email), ("Input.Password", password));

    public Task<Answer> SignOutAsync() => PostAsync("/compte/deconnexion", "sign-out");

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        if (cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var response = await client.SendAsync(request);
        var sent = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.ToList() : [];
        AllSent.AddRange(sent);
        foreach (var pair in sent.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
        {
            // Gone is what is set to nothing.
            if (pair[1].Length == 0)
            {
                cookies.Remove(pair[0]);
            }
            else
            {
                cookies[pair[0]] = pair[1];
            }
        }

        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}

public sealed record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>Where a redirect leads: path, query and fragment on this site, and the whole address on another.</summary>
    public string? Location => Headers.TryGetValue("Location", out var location)
        ? Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" } && (uri.IsLoopback || uri.Host == Caller.PublicHost) ? uri.PathAndQuery + uri.Fragment : location
        : null;

    /// <summary>What a person reads: without tags, and with the signs that HTML spells.</summary>
    public string Words => WebUtility.HtmlDecode(Regex.Replace(Text, "<[^>]*>", " ", RegexOptions.None, TimeSpan.FromSeconds(1)));
}
