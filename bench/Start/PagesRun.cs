using System.Diagnostics;
using Connexions.Tests.Support;
using Microsoft.Playwright;
using static Connexions.Bench.Gateway.GatewayLoad;

namespace Connexions.Bench.Start;

/// <summary>
/// <c>pages [rounds]</c>: what the published build sends for a first visit of the sign-in page, over the wire, and how long
/// a warm page takes until it can be used: loaded anew, and by a link inside the application.
/// </summary>
internal static class PagesRun
{
    private const string SignIn = "/compte/connexion";

    public static async Task RunAsync(int rounds)
    {
        var place = Directory.CreateTempSubdirectory("connexions-pages-").FullName;
        try
        {
            var published = Path.Combine(place, "published");
            await Running.ToEndAsync(Path.GetDirectoryName(StartRun.FindSolution())!, "publish", "Connexions.Web", "-c", "Release", "-o", published, "-v", "quiet");
            // The demonstration's data are Development's; what is sent is the published build's, compressed.
            using var running = await Running.StartAsync(published, SignIn, "Connexions.Web.dll", "--environment", "Development",
                "--ConnectionStrings:Connexions", $"Data Source={Path.Combine(place, "connexions.db")}", "--Gateway:Folder", Path.Combine(place, "receipts"));
            await WeighAsync(running.Address);
            await TimeAsync(running.Address, rounds);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static async Task WeighAsync(Uri address)
    {
        await using var context = await Browser.NewContextAsync(address);
        var page = await context.NewPageAsync();
        var network = await context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        var (names, weights) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<(string Name, double Bytes)>());
        network.Event("Network.responseReceived").OnEvent += (_, e) => names[e!.Value.GetProperty("requestId").GetString()!] = e.Value.GetProperty("response").GetProperty("url").GetString()!;
        network.Event("Network.loadingFinished").OnEvent += (_, e) => weights.Add((names[e!.Value.GetProperty("requestId").GetString()!], e.Value.GetProperty("encodedDataLength").GetDouble()));
        await page.GotoAsync(SignIn, new() { WaitUntil = WaitUntilState.NetworkIdle });
        foreach (var (name, bytes) in weights.OrderByDescending(weight => weight.Bytes))
        {
            Say($"  {bytes / 1000,7:F1} kB  {new Uri(name).AbsolutePath}");
        }

        Say($"Sign-in, first visit: {weights.Sum(weight => weight.Bytes) / 1000:F1} kB over the wire in {weights.Count} answers (at most 350)");
    }

    private static async Task TimeAsync(Uri address, int rounds)
    {
        await using var context = await Browser.NewContextAsync(address);
        var page = await context.NewPageAsync();
        await page.GotoAsync(SignIn);
        await page.Locator("button[value='directeur@lumiere.demo']").ClickAsync();
        await UsableAsync(page, "");
        var paths = await page.Locator("nav a[href]").EvaluateAllAsync<string[]>("links => [...new Set(links.filter(a => !a.target).map(a => a.getAttribute('href')))].filter(href => href !== '/')");
        foreach (var path in paths)
        {
            var (loaded, followed) = (new List<double>(), new List<double>());
            for (var round = -1; round < rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                await page.GotoAsync(path);
                var title = await UsableAsync(page, "");
                var load = watch.Elapsed.TotalMilliseconds;

                await page.Locator("nav a[href='/']").First.ClickAsync();
                title = await UsableAsync(page, title);
                watch.Restart();
                await page.Locator($"nav a[href='{path}']").First.ClickAsync();
                await UsableAsync(page, title);
                if (round >= 0)
                {
                    loaded.Add(load);
                    followed.Add(watch.Elapsed.TotalMilliseconds);
                }
            }

            Say($"{path,-22} loaded anew {Median(loaded),4:F0} ms (at most 500); by a link {Median(followed),4:F0} ms (some 100)");
        }
    }

    /// <summary>The page's own title stands there, in place of the one before, and nothing is loading.</summary>
    private static async Task<string> UsableAsync(IPage page, string before)
    {
        var title = await page.WaitForFunctionAsync(
            "before => { const title = document.querySelector('main h1')?.textContent; return title && title !== before && !document.querySelector('main .loading, .cx-first-paint') ? title : null; }", before);
        return await title.JsonValueAsync<string>();
    }
}
