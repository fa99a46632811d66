using System.Text;
using System.Text.RegularExpressions;
using Connexions.Tests.Architecture;
using Connexions.Web.Shared.Appearance;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using MudBlazor;
using MudBlazor.Services;

namespace Connexions.Tests.Components;

/// <summary>
/// The theme as a style sheet of its own: MudThemeProvider writes a style element, which the content policy refuses.
/// What it would write, and our tints, stand in <c>wwwroot/theme.css</c>, for both themes.
/// </summary>
public sealed class ThemeSheetTests
{
    private const string Sheet = "Connexions.Web/wwwroot/theme.css";

    /// <summary>Set to 1, the sheet is written rather than compared.</summary>
    private const string WriteVariable = "CONNEXIONS_WRITE_THEME";

    [Fact]
    public async Task Sheet_IsWhatTheThemeInCodeGives()
    {
        var expected = await WriteAsync();

        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Sheet), expected);
        }

        Assert.True(
            string.Equals(expected, Repository.Read(Sheet).ReplaceLineEndings("\n"), StringComparison.Ordinal),
            $"{Sheet} is not what HouseTheme gives: run this test once with {WriteVariable}=1 to write it anew, and look at the screens.");
    }

    private static async Task<string> WriteAsync()
    {
        var (light, shared) = await VariablesAsync(isDark: false, tint => tint.Light);
        var (dark, _) = await VariablesAsync(isDark: true, tint => tint.Dark);
        var sheet = new StringBuilder("/* Written from HouseTheme by a test; change it there. */\n");
        Block(sheet, ":root", [.. light, .. shared]);
        sheet.Append("\n@media (prefers-color-scheme: dark) {\n");
        Block(sheet, ":root:not([data-theme=\"light\"])", dark, "  ");
        sheet.Append("}\n\n");
        Block(sheet, ":root[data-theme=\"dark\"]", dark);
        return sheet.ToString();
    }

    private static void Block(StringBuilder sheet, string selector, IEnumerable<string> lines, string indent = "")
    {
        sheet.Append(indent).Append(selector).Append(" {\n");
        foreach (var line in lines)
        {
            sheet.Append(indent).Append("  ").Append(line).Append('\n');
        }

        sheet.Append(indent).Append("}\n");
    }

    /// <returns>The variables that say a colour, and those that are the same in both themes.</returns>
    private static async Task<(IReadOnlyList<string> Colours, IReadOnlyList<string> Others)> VariablesAsync(bool isDark, Func<HouseTheme.Tint, string> of)
    {
        var html = await RenderAsync(isDark);
        var variables = Regex.Matches(html, @"(?<name>--mud-[\w-]+): *(?<value>[^;}]+);", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => $"{match.Groups["name"].Value}: {match.Groups["value"].Value.Trim()};").ToList();
        Assert.NotEmpty(variables);
        var ours = HouseTheme.Tints.Select(tint => $"--cx-{tint.Name}: {of(tint)};");
        return
        (
            [.. ours, .. variables.Where(IsColour)],
            [.. variables.Where(variable => !IsColour(variable))]
        );
    }

    private static bool IsColour(string variable) =>
        variable.StartsWith("--mud-palette", StringComparison.Ordinal) || variable.StartsWith("--mud-ripple", StringComparison.Ordinal);

    private static async Task<string> RenderAsync(bool isDark)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMudServices();
        services.AddSingleton<IJSRuntime, NoScript>();
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<MudThemeProvider>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(MudThemeProvider.Theme)] = HouseTheme.Mud,
                [nameof(MudThemeProvider.IsDarkMode)] = isDark,
                [nameof(MudThemeProvider.DefaultScrollbar)] = true,
                [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
            }));
            return root.ToHtmlString();
        });
    }

    private sealed class NoScript : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => ValueTask.FromResult<TValue>(default!);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => ValueTask.FromResult<TValue>(default!);
    }
}
