using Bunit;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Auditing;

public sealed class UseDetailsTests : ComponentTests
{
    public UseDetailsTests()
    {
        Services.AddScoped<PurposeTexts>().AddScoped<UseSentences>();
    }

    [Fact]
    public void Operation_IsSaidInWords_NotByItsCode() => Assert.Equal("envoyer un e-mail", Operation("email.send"));

    [Fact]
    public void Operation_ThatIsNoLongerListed_IsShownByItsCode() => Assert.Equal("email.fold", Operation("email.fold"));

    [Fact]
    public void Operation_OfACallThatIsNoneOfThem_IsLeftOut() => Assert.Null(Operation(""));

    [Theory]
    [InlineData("chat.complete", UseResult.Sent, true, "12 en entrée, 34 en sortie")]
    [InlineData("chat.complete", UseResult.Interrupted, false, "la réponse ne le dit pas")]
    [InlineData("chat.complete", UseResult.Failed, false, null)]
    [InlineData("model.list", UseResult.Sent, false, null)]
    public void Tokens_AreToldWhereAnAnswerMayTell(string operation, UseResult result, bool told, string? expected) =>
        Assert.Equal(expected, Show(new JournalUse(Guid.NewGuid(), operation, result) { Tokens = told ? new ModelTokens(12, 34) : null }, "openai").FindAll("[data-use=tokens] dd").SingleOrDefault()?.TextContent);

    private IRenderedComponent<UseDetails> Show(JournalUse use, string provider) =>
        Render<UseDetails>(parameters => parameters.Add(part => part.Use, use).Add(part => part.Provider, ProviderCatalogue.Find(provider)));

    private string? Operation(string code)
    {
        var details = Show(new JournalUse(Guid.NewGuid(), code, UseResult.Sent), "brevo");
        return details.FindAll("div").SingleOrDefault(line => line.FirstElementChild!.TextContent == "Type d’appel")?.LastElementChild!.TextContent;
    }
}
