using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Security;

/// <summary>Keys are planted and every output is searched for them.</summary>
public sealed class PlantedKeyTests : IAsyncLifetime
{
    private readonly CapturedLog log = new();

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync(options: new()
    {
        Services = services => services.AddIntegrations().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)),
    });

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Keys_SavedReplacedAndRefused_AreNowhereInTheDatabaseFilesNorTheLog()
    {
        var place = await database.Given.IndependentAsync();
        var actor = await database.Given.ActorAsync(place);
        var planted = new List<string>();
        foreach (var provider in ProviderCatalogue.All)
        {
            var version = await SaveAsync(actor, provider, null, Plant());
            version = await SaveAsync(actor, provider, version, Plant());
            await SaveAsync(actor, provider, Guid.NewGuid(), Plant(), refused: true);
            await SaveAsync(actor, provider, version, "deux " + Plant(), refused: true);

            string Plant()
            {
                planted.Add(Planted.For(provider));
                return planted[^1];
            }
        }

        var files = await StoredText.ReadAsync(database.Settings);
        Assert.Contains("compte@exemple.test", files, StringComparison.Ordinal);
        Assert.All(planted, key => Assert.DoesNotContain(key, files, StringComparison.OrdinalIgnoreCase));
        // Not by halves either.
        Assert.All(planted, key => Assert.DoesNotContain(key[..(key.Length / 2)], files, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(log.Lines);
        Assert.All(planted, key => Assert.DoesNotContain(log.Lines, line => line.Contains(key[8..(key.Length / 2)], StringComparison.OrdinalIgnoreCase)));
    }

    private async Task<Guid?> SaveAsync(Actor actor, Provider provider, Guid? version, string key, bool refused = false)
    {
        var request = new SaveConnexionRequest(
            actor.Client!.Value,
            provider.Code,
            version,
            new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "compte@exemple.test" },
            Connexions.Domain.Secrets.SecretText.From(key));
        var saved = await database.Get<SaveConnexion>().HandleAsync(actor, request, CancellationToken.None);
        Assert.Equal(refused, !saved.Succeeded);
        Assert.DoesNotContain(saved.Errors, error => error.ToString().Contains(key, StringComparison.Ordinal));
        return saved.Value?.View.Version;
    }
}
