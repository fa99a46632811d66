using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.Policies.Sentences;

public sealed class TermsSentencesTests : IDisposable
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    private readonly (CultureInfo Ui, CultureInfo Formats) before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddScoped<PurposeTexts>().AddScoped<TermsSentences>().BuildServiceProvider();

    public TermsSentencesTests() => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");

    public void Dispose()
    {
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        services.Dispose();
    }

    [Fact]
    public void Everything_WithoutLimit_NeedsNoSentence()
    {
        Assert.Empty(Say(Purposes.All, SharingQuota.Unlimited));
        Assert.Empty(Say(Purposes.Emails | Purposes.Newsletters | Purposes.Contacts, SharingQuota.Unlimited));
    }

    [Fact]
    public void Limits_AreCountedAndSaidInTheirOrder() => Assert.Equal(
        ["Limites fixées par le réseau\u00a0: 5\u202f000 appels par jour et par agence, 1 appel par jour pour toutes les agences ensemble."],
        Say(Purposes.All, new SharingQuota { CallsPerAgency = 5_000, CallsForAll = 1 }));

    [Fact]
    public void LimitOfEmails_WhereNewslettersAreAllowed_SaysThatTheyCannotGo()
    {
        var quota = new SharingQuota { EmailsPerAgency = 200 };

        Assert.Equal("Tant que les e-mails sont limités, aucun outil ne peut envoyer de newsletters\u00a0: elles ne se comptent pas en e-mails.", Say(Purposes.All, quota)[^1]);
        Assert.Equal("Limite fixée par le réseau\u00a0: 200 e-mails par jour et par agence.", Say(Purposes.Emails, quota)[^1]);
    }

    [Fact]
    public void Change_IsSaidFromTo_InTheReadersLanguage()
    {
        var change = new TermsChange(Purposes.All, Purposes.Emails, new SharingQuota { CallsPerAgency = 2_000 }, new SharingQuota { CallsPerAgency = 50, EmailsForAll = 200 });
        using var scope = services.CreateScope();
        var sentences = scope.ServiceProvider.GetRequiredService<TermsSentences>();

        Assert.Equal(
            "usages retirés\u00a0: newsletters et contacts\u00a0; appels par jour et par agence\u00a0: 2\u202f000 → 50\u00a0; e-mails par jour pour toutes les agences ensemble\u00a0: sans limite → 200",
            sentences.Change(Brevo, change));
        Assert.Equal("Usage retiré\u00a0: contacts.", sentences.ChangeInASentence(
            Brevo, new TermsChange(Purposes.All, Purposes.All & ~Purposes.Contacts, SharingQuota.Unlimited, SharingQuota.Unlimited)));
        // What a provider does not offer is no change to whoever uses it.
        Assert.Equal("", sentences.ChangeInASentence(Brevo, new TermsChange(Purposes.All, Purposes.All & ~Purposes.Images, SharingQuota.Unlimited, SharingQuota.Unlimited)));
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        Assert.Equal("use no longer allowed: contacts; calls a day for each agency: no limit → 3", sentences.Change(
            Brevo, new TermsChange(Purposes.All, Purposes.All & ~Purposes.Contacts, SharingQuota.Unlimited, new SharingQuota { CallsPerAgency = 3 })));
    }

    private IReadOnlyList<string> Say(Purposes purposes, SharingQuota quota)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TermsSentences>().For(Brevo, purposes, quota);
    }
}
