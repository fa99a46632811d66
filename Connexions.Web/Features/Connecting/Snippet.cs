using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Gateway;

namespace Connexions.Web.Features.Connecting;

/// <summary>
/// A piece of code that makes a provider's first call through the gateway. The token is read from the environment
/// variable <c>CONNEXIONS_TOKEN</c>: none stands in a page, and none has to stand in a program.
/// </summary>
/// <param name="Language">As people call it; the same in every language.</param>
public sealed record Snippet(string Language, string Code)
{
    /// <summary>Where a provider's own clients are to call, without a slash at the end: what they have in place of the provider's address.</summary>
    /// <param name="site">The address of Connexions as the browser sees it, ending in a slash.</param>
    public static string AddressOf(Provider provider, Uri site) =>
        new Uri(site, $"{GatewayFeature.Root[1..]}/{provider.Code}{provider.Verifier.BaseAddress.AbsolutePath.TrimEnd('/')}").AbsoluteUri;

    /// <param name="example">One of the provider's.</param>
    /// <inheritdoc cref="AddressOf"/>
    public static IReadOnlyList<Snippet> For(Provider provider, ToolExample example, Uri site)
    {
        var operation = provider.Gateway.Operations.Single(known => known.Code == example.Operation);
        var url = new Uri(site, $"{GatewayFeature.Root[1..]}/{provider.Code}/{operation.Path}").AbsoluteUri;
        return
        [
            new("curl", Curl(url, example.Body)),
            new("JavaScript", example.JavaScript?.Replace(ToolExample.Address, AddressOf(provider, site), StringComparison.Ordinal) ?? Fetch(url, example.Body)),
            new("PHP", Php(url, example.Body)),
            new("C#", CSharp(url, example.Body)),
        ];
    }

    private static string Curl(string url, string body) => $$"""
        curl -X POST '{{url}}' \
          -H "Authorization: Bearer $CONNEXIONS_TOKEN" \
          -H 'Content-Type: application/json' \
          -d '{{body}}'
        """;

    private static string Fetch(string url, string body) => $$"""
        const answer = await fetch('{{url}}', {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${process.env.CONNEXIONS_TOKEN}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify({{body}}),
        });
        console.log(answer.status, await answer.text());
        """;

    private static string Php(string url, string body) => $$"""
        <?php
        $call = curl_init('{{url}}');
        curl_setopt_array($call, [
            CURLOPT_POST => true,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_HTTPHEADER => [
                'Authorization: Bearer ' . getenv('CONNEXIONS_TOKEN'),
                'Content-Type: application/json',
            ],
            CURLOPT_POSTFIELDS => '{{body}}',
        ]);
        echo curl_exec($call);
        """;

    private static string CSharp(string url, string body) => $$""""
        using System.Net.Http.Headers;
        using System.Text;

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("CONNEXIONS_TOKEN"));
        using var body = new StringContent("""
        {{body}}
        """, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("{{url}}", body);
        Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        """";
}
