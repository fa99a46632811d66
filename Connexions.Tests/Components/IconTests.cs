using System.Text.RegularExpressions;
using Connexions.Tests.Architecture;
using Connexions.Web.Shared.Marks;

namespace Connexions.Tests.Components;

public sealed class IconTests
{
    [Fact]
    public void Icon_NamedAnywhere_HasItsShape()
    {
        var missing =
            from file in Repository.ProductFiles("*.razor")
            from match in Regex.Matches(Repository.Read(file), @"(<Icon Name|\bIcon)=""(?<name>[a-z_]+)""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            let name = match.Groups["name"].Value
            where !IconShapes.Has(name)
            select $"{file}: {name}";

        Assert.True(!missing.Any(), $"Add to IconShapes: {string.Join(", ", missing)}");
    }
}
