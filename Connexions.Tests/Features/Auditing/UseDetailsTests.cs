using System.Globalization;
using Bunit;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Auditing;

public sealed class UseDetailsTests : BunitContext
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;

    public UseDetailsTests()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-FR");
        Services.AddLogging().AddLocalization().AddScoped<PurposeTexts>().AddScoped<UseSentences>();
    }

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = before;
        base.Dispose(disposing);
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
