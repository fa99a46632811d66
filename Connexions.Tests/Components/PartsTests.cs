using Bunit;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Buttons;
using Connexions.Web.Shared.Forms;
using Connexions.Web.Shared.Pages;
using MudBlazor;

namespace Connexions.Tests.Components;

/// <summary>What pages rely on in the house's parts, whatever draws them.</summary>
public sealed class PartsTests : ComponentTests
{
    public PartsTests() => Services.AddSharedComponents();

    [Fact]
    public void Button_WithAnAddress_IsALink_AndWithoutOneSendsNothingByItself()
    {
        var link = Render<Button>(parameters => parameters.Add(button => button.Href, "/jetons").AddUnmatched("download", true).AddChildContent("Exporter")).Find("a");
        var plain = Render<Button>(parameters => parameters.AddChildContent("Ajouter")).Find("button");

        Assert.Equal(("/jetons", true), (link.GetAttribute("href"), link.HasAttribute("download")));
        Assert.Equal("button", plain.GetAttribute("type"));
        Assert.False(plain.HasAttribute("aria-disabled"));
    }

    [Fact]
    public void Button_AtWork_SaysSo_AndKeepsTheFocusItHas()
    {
        var button = Render<Button>(parameters => parameters.Add(one => one.Submit, true).Add(one => one.Busy, true).AddChildContent("Enregistrement…")).Find("button");

        Assert.Equal(("submit", "true", false), (button.GetAttribute("type"), button.GetAttribute("aria-disabled"), button.HasAttribute("disabled")));
    }

    [Fact]
    public async Task Button_Disabled_DoesNothing()
    {
        var pressed = 0;
        var button = Render<Button>(parameters => parameters.Add(one => one.Disabled, true).Add(one => one.OnClick, () => pressed++).AddChildContent("Supprimer")).Find("button");

        await button.ClickAsync(new());

        Assert.Equal((0, true), (pressed, button.HasAttribute("disabled")));
    }

    [Fact]
    public void Field_WithAFailure_KeepsItsHint_AndItsInputNamesBoth()
    {
        var field = Render<TextField>(parameters => parameters
            .Add(one => one.Label, "Expéditeur")
            .Add(one => one.InputId, "expediteur")
            .Add(one => one.Hint, "Une adresse confirmée.")
            .Add(one => one.Errors, [TextErrors.LooksLikeKey, TextErrors.TooLong with { Arguments = [1, 2] }]));

        Assert.Equal("Une adresse confirmée.", field.Find("#expediteur-hint").TextContent);
        Assert.Equal(2, field.FindAll("#expediteur-errors p").Count);
        Assert.Equal(("expediteur-hint expediteur-errors", "true"), (field.Find("input").GetAttribute("aria-describedby"), field.Find("input").GetAttribute("aria-invalid")));
        Assert.Equal("expediteur", field.Find("label").GetAttribute("for"));
    }

    [Fact]
    public async Task Select_IsCalledByItsLabel_AndTellsWhatIsChosen()
    {
        var lists = Render<MudPopoverProvider>();
        var chosen = "";
        var select = Render<Select<string>>(parameters => parameters
            .Add(one => one.Label, "Période")
            .Add(one => one.InputId, "periode")
            .Add(one => one.Value, "")
            .Add(one => one.ValueChanged, value => chosen = value)
            .Add(one => one.Choices, [new Choice<string>("", "Toutes"), new Choice<string>("mois", "30 derniers jours")]));

        var list = select.Find("[role=combobox]");
        Assert.Equal(("Période", "Toutes"), (list.GetAttribute("aria-label"), list.TextContent.Trim()));

        await select.Find("div.mud-input-control").MouseDownAsync(new());
        await lists.WaitForElements("[role=option]")[1].ClickAsync(new());

        Assert.Equal("mois", chosen);
    }

    [Theory]
    [InlineData("success", "cx-notice-success")]
    [InlineData("danger", "cx-notice-danger")]
    public void Notice_HasTheToneAndTheRoleItIsGiven(string tone, string look)
    {
        var notice = Render<Notice>(parameters => parameters.Add(one => one.Tone, tone).AddUnmatched("role", "status").AddChildContent("C’est fait.")).Find("[role=status]");

        Assert.Contains(look, notice.ClassName, StringComparison.Ordinal);
        Assert.Equal("C’est fait.", notice.TextContent.Trim());
    }

    [Fact]
    public void Card_WithAHeading_IsAPlaceOfThatName_AndWithoutOneIsNone()
    {
        Assert.Equal("region", Render<Card>(parameters => parameters.Add(card => card.LabelledBy, "titre").AddChildContent("x")).Find(".cx-card").GetAttribute("role"));
        Assert.False(Render<Card>(parameters => parameters.AddChildContent("x")).Find(".cx-card").HasAttribute("role"));
    }
}
