using System.Text.RegularExpressions;

namespace Connexions.Tests.Architecture;

/// <summary>What MudBlazor asks for is known in one place: pages are made of the house's own parts.</summary>
public sealed partial class HousePartsTests
{
    private const string Shared = "Connexions.Web/Shared/";

    /// <summary>What is drawn once in the application, and why there. docs/components.md has the longer reasons.</summary>
    private static readonly Dictionary<string, string> DrawnOnce = new(StringComparer.Ordinal)
    {
        ["Connexions.Web/Layout/MainLayout.razor"] = "the frame: app bar, drawer and the providers",
        ["Connexions.Web/Layout/Menus/NavMenu.razor"] = "the frame: navigation",
        ["Connexions.Web/Features/Usage/UsageChart.razor"] = "the one chart",
        ["Connexions.Web/Features/Support/SupportList.razor"] = "the one data grid",
        ["Connexions.Web/Features/Sharing/Coverage/CoverageExplanation.razor"] = "a dialog with more than a question",
    };

    [Fact]
    public void Pages_AreMadeOfTheHousesParts()
    {
        var others = Repository.ProductFiles("*.razor")
            .Where(file => !file.StartsWith(Shared, StringComparison.Ordinal) && !DrawnOnce.ContainsKey(file))
            .SelectMany(file => Details().Matches(Repository.Read(file)).Select(found => $"{file}: {found.Value}"))
            .ToList();

        Assert.True(others.Count == 0, $"""
            Take the part of Shared/ that draws it (docs/components.md lists them: Button, Notice, Card, Field and the fields, Select, …), or add one there.
            Only what the whole application draws once may stand in DrawnOnce, with its reason.
            {string.Join(Environment.NewLine, others)}
            """);
    }

    [Fact]
    public void WhatIsDrawnOnce_IsStillThere()
    {
        var gone = DrawnOnce.Keys.Where(file => !Repository.ProductFiles("*.razor").Contains(file) || !Details().IsMatch(Repository.Read(file))).ToList();

        Assert.True(gone.Count == 0, $"Take out of DrawnOnce what draws nothing of MudBlazor any more: {string.Join(", ", gone)}");
    }

    [GeneratedRegex(@"<Mud[A-Z]\w*|class=""[^""]*\bcx-(?:button|icon-button|notice|card|input)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Details();
}
