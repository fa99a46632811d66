using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;

namespace Connexions.Bench.Scale;

/// <summary>What is looked at, the same among however many neighbours: a network of forty agencies that shares its keys, and an independent agency.</summary>
internal sealed class House
{
    public const int Agencies = 40;

    public required Place Network { get; init; }

    public required Place Agency { get; init; }

    public required Place Independent { get; init; }

    public required Actor Director { get; init; }

    public required Actor Manager { get; init; }

    public required Actor Alone { get; init; }

    public required Actor Support { get; init; }

    public required Actor Administrator { get; init; }

    /// <summary>The agency's own connexion at Brevo.</summary>
    public required Connexion Connexion { get; init; }

    /// <summary>With which the agency's tool calls.</summary>
    public required string Token { get; init; }

    public static async Task<House> LayDownAsync(TestDatabase database)
    {
        var given = database.Given;
        var network = await given.NetworkAsync("Maison mesurée");
        var shared = new Dictionary<Provider, Connexion>();
        foreach (var provider in ProviderCatalogue.All)
        {
            shared[provider] = await given.ConnexionWithKeyAsync(provider, network, email: $"reseau@{provider.Code}.test");
            await given.PolicyAsync(network, provider, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true));
        }

        var agencies = new List<Place>();
        Connexion? own = null;
        for (var number = 0; number < Agencies; number++)
        {
            var agency = await given.AgencyAsync(network, $"Maison mesurée, agence {number}");
            agencies.Add(agency);
            own ??= await given.ConnexionWithKeyAsync(ProviderCatalogue.All[0], agency, email: "agence@mesure.test");
            await given.UsageAsync(network, ProviderCatalogue.All[0], new UsageCounts { Calls = number + 1 }, shared[ProviderCatalogue.All[0]].Id, agency);
            await given.UsageAsync(agency, ProviderCatalogue.All[0], new UsageCounts { Calls = number + 1 }, shared[ProviderCatalogue.All[0]].Id);
        }

        await given.RequestAndNoticeAsync(agencies[0]);
        await given.ClaimAndCollisionAsync(own!);
        await given.VerificationRunAsync(network);
        await given.InvitationAsync(Role.Responsable, agencies[1], "invitation@mesure.test");
        var independent = await given.IndependentAsync("Indépendante mesurée");
        var person = await given.PersonAsync("mesure@mesure.test", "Martine Mesure");
        var manager = await given.ActorAsync(agencies[0], person);
        return new House
        {
            Network = network,
            Agency = agencies[0],
            Independent = independent,
            Director = await given.ActorAsync(network),
            Manager = manager,
            Alone = await given.ActorAsync(independent, person),
            Support = await given.SupportAsync(),
            Administrator = await given.AdministratorAsync(),
            Connexion = own!,
            // The application under measurement has the real time, the database of the tests its own.
            Token = (await given.TokenAsync(agencies[0], new TokenTerms("Outil", [.. ProviderCatalogue.All.Select(provider => provider.Code)], Purposes.All, [], ServiceToken.MaxCallsPerMinute, DateTime.UtcNow.AddDays(1)))).Text,
        };
    }
}
