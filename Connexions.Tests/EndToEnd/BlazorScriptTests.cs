using Connexions.Tests.Support;

namespace Connexions.Tests.EndToEnd;

public sealed class BlazorScriptTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    /// <summary>The one file without which every page is a picture.</summary>
    [Fact]
    public async Task BlazorScript_Asked_IsServedWhole()
    {
        using var http = new HttpClient { BaseAddress = app.Address };

        using var answer = await http.GetAsync(new Uri("_framework/blazor.web.js", UriKind.Relative));

        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        Assert.Contains("Blazor", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
