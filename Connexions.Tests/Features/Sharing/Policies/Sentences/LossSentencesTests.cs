using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.Policies.Sentences;

public sealed class LossSentencesTests : SharingTestBase
{
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;

    public LossSentencesTests() => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");

    protected override void Register(IServiceCollection services) => services.AddLocalization().AddSharing().AddUsage();

    public override Task DisposeAsync()
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = before;
        return base.DisposeAsync();
    }

    [Fact]
    public async Task OfANetwork_NamesTheAgenciesThatUseIt_ThenItsUsesAndTokens()
    {
        await Database.Given.ConnexionWithKeyAsync(Brevo, Nantes);
        await SaveAsync(Draft(SharedWithAll));
        await Database.Given.TokenAsync(Network, new TokenTerms("Caisse", ["brevo"], Purposes.All, [], 60, Database.Clock.UtcNow.AddDays(30)));

        Assert.Equal(
            [
                "2 agences peuvent s’en servir et perdront ce compte\u00a0: Lyon, Troyes.",
                "Elle n’a pas servi par Connexions ces 30 derniers jours.",
                "Jeton d’accès prévu pour Brevo\u00a0: Caisse.",
            ],
            await SayAsync(Director, Loss.Removed));
        Assert.Equal("2 agences s’en servent et seront averties\u00a0: Lyon, Troyes.", (await SayAsync(Director, Loss.Suspended))[0]);
    }

    [Fact]
    public async Task OfANetworkWithMany_NamesAFew_AndCountsTheOthers()
    {
        for (var number = 0; number < LossSentences.Named; number++)
        {
            await Database.Given.AgencyAsync(Network, $"Agence {number}");
        }

        await SaveAsync(Draft(SharedWithAll));

        Assert.EndsWith(" 0, Agence 1, Agence 2, Agence 3, Agence 4, Agence 5, Agence 6, Agence 7, Agence 8, Agence 9 et 3 autres.", (await SayAsync(Director, Loss.Removed))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfAnAgency_SaysItsOwnUseAlone()
    {
        await SaveAsync(Draft(SharedWithAll));
        await Database.Given.ConnexionWithKeyAsync(Brevo, Lyon);

        Assert.StartsWith("Elle n’a pas servi", Assert.Single(await SayAsync(await Database.Given.ActorAsync(Lyon), Loss.Removed)), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> SayAsync(Actor actor, Loss loss)
    {
        using var scope = Database.Get<IServiceScopeFactory>().CreateScope();
        return (await scope.ServiceProvider.GetRequiredService<LossSentences>().ForAsync(actor, Brevo, loss, CancellationToken.None)).Require();
    }
}
