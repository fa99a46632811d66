using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Verifications.Checks;

/// <summary>What a password manager fills into a key's field is neither sent nor stored, and nobody finds a password out this way.</summary>
public sealed class OwnPasswordTests : IAsyncLifetime
{
    private const string AsKey = "TroisPharesUnSeulPort";

    private int calls;
    private TestDatabase database = null!;

    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync(options: new()
    {
        Services = services => services.AddIntegrations().AddClaims(),
        Provider = _ =>
        {
            calls++;
            return new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable);
        },
    });

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task OwnPassword_SavedTriedOrContested_GoesNowhereAndIsCountedAndJournalled(string provider)
    {
        var actor = await ActorAsync();

        Assert.Equal([ConnexionErrors.NotAKey], (await SaveAsync(actor, provider, AsKey)).Errors);
        Assert.Equal([ConnexionErrors.NotAKey], (await TryAsync(actor, provider, AsKey)).Errors);
        Assert.Equal([ConnexionErrors.NotAKey], (await ContestAsync(actor, provider, AsKey)).Errors);

        Assert.Equal((0, 0, 3), (calls, await CountStoredAsync(actor, provider), await FailuresAsync(actor)));
        var entries = await EntriesAsync(actor);
        Assert.Equal([AuditAction.ImpossibleKeyRefused, AuditAction.ImpossibleKeyRefused, AuditAction.ImpossibleKeyRefused], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(
            (AuditOutcome.Refused, actor.PersonId, actor.Client, provider), (entry.Outcome, entry.ActorId!.Value, entry.Owner!.Value, entry.Provider)));
        Assert.DoesNotContain(AsKey, await DatabaseAsync(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Five guesses, as at sign-in; after that not even the right one is told from the others.</summary>
    [Fact]
    public async Task Guesses_BeyondTheLockOut_AreNotLookedAt()
    {
        var actor = await ActorAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(ConnexionErrors.UnusualKey.Code, Assert.Single((await SaveAsync(actor, "brevo", $"devinette-{i}")).Errors).Code);
        }

        Assert.Equal(ClaimErrors.TooManyTries.Code, Assert.Single((await SaveAsync(actor, "brevo", "devinette-5")).Errors).Code);
        Assert.Equal(ClaimErrors.TooManyTries.Code, Assert.Single((await TryAsync(actor, "zoho", AsKey)).Errors).Code);
        Assert.Equal(0, calls);
        await using (var db = database.Open(new ActingScope.Job("test", Organisation.Platform)))
        {
            Assert.Equal([actor.PersonId], await db.AuditEntries.Where(entry => entry.Action == AuditAction.AccountLockedOut).Select(entry => entry.ActorId!.Value).ToListAsync());
        }

        // A key that nobody could guess is stored all the same.
        Assert.True((await SaveAsync(actor, "brevo", Planted.Brevo())).Succeeded);
        Assert.True((await SaveAsync(actor, "zoho", Planted.Zoho())).Succeeded);
    }

    [Fact]
    public async Task Guesses_AtTheSameMoment_AreNotMoreThanTheLockOutAllows()
    {
        var actor = await ActorAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => SaveAsync(actor, "brevo", $"devinette-{i}"))));

        Assert.InRange(answers.Count(answer => answer.Errors[0].Code == ConnexionErrors.UnusualKey.Code), 1, 5);
        Assert.All(answers, answer => Assert.True(answer.Errors[0].Code == ConnexionErrors.UnusualKey.Code || answer.Errors[0].Code == ClaimErrors.TooManyTries.Code || answer.Errors[0].Code == DatabaseErrors.Busy.Code, answer.Errors[0].Code));
    }

    [Fact]
    public async Task Keys_InTheProvidersForm_CountForNothing()
    {
        var actor = await ActorAsync();
        foreach (var provider in ProviderCatalogue.All)
        {
            (await SaveAsync(actor, provider.Code, Planted.For(provider))).Require();
        }

        Assert.Equal(0, await FailuresAsync(actor));
    }

    [Fact]
    public async Task UnusualKey_IsStoredOnceThePersonSaysItIsOne_AndCountsOnce()
    {
        var actor = await ActorAsync();

        var first = await SaveAsync(actor, "brevo", "une-cle-inconnue-123");
        Assert.Equal((ConnexionErrors.UnusualKey.Code, nameof(FieldKind.ApiKey)), (first.Errors[0].Code, first.Errors[0].Field));
        Assert.Equal((0, 0), (calls, await CountStoredAsync(actor, "brevo")));

        (await SaveAsync(actor, "brevo", "une-cle-inconnue-123", thoughUnusual: true)).Require();
        Assert.Equal((1, 1), (await CountStoredAsync(actor, "brevo"), await FailuresAsync(actor)));
    }

    [Fact]
    public async Task PersonWithoutAPassword_IsNotCounted()
    {
        var actor = await ActorAsync(password: null);

        Assert.Equal(ConnexionErrors.UnusualKey.Code, Assert.Single((await SaveAsync(actor, "zoho", AsKey)).Errors).Code);

        Assert.Equal(0, await FailuresAsync(actor));
    }

    /// <summary>Whoever may not store a key learns nothing, and is counted for nothing.</summary>
    [Fact]
    public async Task OwnPassword_ForAnotherClient_IsRefusedAsAnyKey()
    {
        var actor = await ActorAsync();
        var other = await database.Given.IndependentAsync();

        var saved = await database.Get<SaveConnexion>().HandleAsync(actor, new(other.Reference, "zoho", null, new Dictionary<FieldKind, string?>(), SecretText.From(AsKey)), default);

        Assert.Equal([ConnexionErrors.ClientMismatch], saved.Errors);
        Assert.Equal(0, await FailuresAsync(actor));
    }

    private async Task<Actor> ActorAsync(string? password = AsKey) =>
        await database.Given.ActorAsync(await database.Given.IndependentAsync(), await database.Given.PersonAsync(password: password));

    private Task<Result<SavedConnexion>> SaveAsync(Actor actor, string provider, string key, bool thoughUnusual = false) => database.Get<SaveConnexion>().HandleAsync(
        actor, new(actor.Client!.Value, provider, null, new Dictionary<FieldKind, string?>(), SecretText.From(key)) { ThoughUnusual = thoughUnusual }, default);

    private Task<Result<TriedKey>> TryAsync(Actor actor, string provider, string key) =>
        database.Get<VerifyKey>().HandleAsync(actor, new(actor.Client!.Value, provider, SecretText.From(key)), default);

    private Task<Result<ContestedClaim>> ContestAsync(Actor actor, string provider, string key) =>
        database.Get<ContestClaim>().HandleAsync(actor, new(actor.Client!.Value, provider, "c’est la nôtre", SecretText.From(key)), default);

    private async Task<int> FailuresAsync(Actor actor)
    {
        await using var db = database.Contexts.CreateUnstamped();
        return await db.Set<Person>().Where(person => person.Id == actor.PersonId).Select(person => person.AccessFailedCount).SingleAsync();
    }

    private async Task<int> CountStoredAsync(Actor actor, string provider)
    {
        await using var db = database.Open(actor.Scope);
        return await db.ConnexionsOf(ProviderCatalogue.Find(provider)!).CountAsync();
    }

    private async Task<List<AuditEntry>> EntriesAsync(Actor actor)
    {
        await using var db = database.Open(actor.Scope);
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Action == AuditAction.ImpossibleKeyRefused).ToListAsync();
    }

    private Task<string> DatabaseAsync() => StoredText.ReadAsync(database.Settings);
}
