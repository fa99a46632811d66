using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Shared.Appearance;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway;

public sealed class PurposeTextsTests : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddScoped<PurposeTexts>().BuildServiceProvider();
    private readonly IServiceScope scope;

    public PurposeTextsTests() => scope = services.CreateScope();

    private PurposeTexts Texts => scope.ServiceProvider.GetRequiredService<PurposeTexts>();

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = before;
        scope.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Purpose_EveryOne_HasItsNameAndExplanation() => Assert.All(
        from culture in Preferences.Cultures from purpose in PurposeCodes.Each select (culture, purpose),
        it =>
        {
            CultureInfo.CurrentUICulture = it.culture;
            Assert.NotEqual($"{it.purpose}.Name", Texts.Name(it.purpose));
            Assert.EndsWith(".", Texts.Explanation(it.purpose), StringComparison.Ordinal);
            Assert.NotEqual($"{it.purpose}.Explanation", Texts.Explanation(it.purpose));
        });

    [Theory]
    [InlineData(Purposes.None, null, "aucun usage")]
    [InlineData(Purposes.Contacts, null, "contacts")]
    [InlineData(Purposes.Emails | Purposes.Newsletters, null, "e-mails et newsletters")]
    [InlineData(Purposes.Emails | Purposes.Newsletters | Purposes.Images, null, "e-mails, newsletters et images")]
    [InlineData(Purposes.All, null, "tous les usages")]
    [InlineData(Purposes.Emails | Purposes.Newsletters | Purposes.Contacts, "brevo", "tous les usages")]
    [InlineData(Purposes.Emails | Purposes.Images, "brevo", "e-mails")]
    [InlineData(Purposes.Images, "brevo", "aucun usage")]
    public void List_OfAProviderOrOfNone_SaysWhatIsInIt(Purposes purposes, string? provider, string expected)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-FR");

        Assert.Equal(expected, Texts.List(purposes, ProviderCatalogue.Find(provider)));
    }
}
