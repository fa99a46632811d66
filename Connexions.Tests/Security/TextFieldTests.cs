using Bunit;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Security;

/// <summary>The one place that every text a person types passes.</summary>
public sealed class TextFieldTests : BunitContext
{
    private string? value = "Lumière";

    public TextFieldTests() => Services.AddLogging().AddLocalization().AddSharedComponents();

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task Key_TypedIntoIt_ReachesNeitherTheFormNorThePageAgain_AndIsToldBeside(int? rows)
    {
        var key = Planted.OpenAi();
        var field = Open(rows);

        await Input(field).ChangeAsync(new() { Value = $"c’est {key}" });

        Assert.Equal(KeyInText.Withheld, value);
        Assert.DoesNotContain(key, field.Markup, StringComparison.Ordinal);
        Assert.Equal("true", Input(field).GetAttribute("aria-invalid"));
        Assert.Contains("API", field.Find(".field-errors").TextContent, StringComparison.Ordinal);
        Assert.Contains(field.Find(".field-errors").Id!, Input(field).GetAttribute("aria-describedby")!, StringComparison.Ordinal);
        // An attribute sent anew would wipe out what is typed around the key.
        Assert.Equal("Lumière", Input(field).GetAttribute("value"));
    }

    [Fact]
    public async Task Key_TakenOutAgain_IsNoLongerToldOf()
    {
        var field = Open();
        await Input(field).ChangeAsync(new() { Value = Planted.Brevo() });

        await Input(field).ChangeAsync(new() { Value = "Lumière Lyon" });

        Assert.Equal("Lumière Lyon", value);
        Assert.Equal("Lumière Lyon", Input(field).GetAttribute("value"));
        Assert.Empty(field.FindAll(".field-errors"));
    }

    /// <summary>A static page is given the posted text: it is written into the page for anybody to find.</summary>
    [Fact]
    public void Key_InAPostedForm_IsNotWrittenIntoThePage()
    {
        var key = Planted.Brevo();
        value = key;

        var field = Open();

        Assert.DoesNotContain(key, field.Markup, StringComparison.Ordinal);
        Assert.Equal("true", Input(field).GetAttribute("aria-invalid"));
    }

    [Fact]
    public void PasswordManagers_AreToldToKeepOut_UnlessTheFieldIsTheirs()
    {
        Assert.Equal("other", Input(Open()).GetAttribute("data-form-type"));
        Assert.Equal("other", Input(Open(rows: 3)).GetAttribute("data-form-type"));
        Assert.Null(Input(Open(autocomplete: "username")).GetAttribute("data-form-type"));
    }

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<TextField> field) => field.Find("input, textarea");

    private IRenderedComponent<TextField> Open(int? rows = null, string autocomplete = "off")
    {
        IRenderedComponent<TextField>? field = null;
        field = Render<TextField>(parameters => parameters
            .Add(it => it.Label, "Nom").Add(it => it.InputId, "nom").Add(it => it.Rows, rows).Add(it => it.Autocomplete, autocomplete)
            .Add(it => it.Value, value)
            .Add(it => it.ValueChanged, text =>
            {
                value = text;
                field!.Render(again => again.Add(it => it.Value, text));
            }));
        return field;
    }
}
