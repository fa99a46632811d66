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

    private string? Operation(string code)
    {
        var details = Render<UseDetails>(parameters => parameters
            .Add(part => part.Use, new JournalUse(Guid.NewGuid(), code, UseResult.Sent)).Add(part => part.Provider, ProviderCatalogue.Find("brevo")));
        return details.FindAll("div").SingleOrDefault(line => line.FirstElementChild!.TextContent == "Type d’appel")?.LastElementChild!.TextContent;
    }
}
