using System.Net.Http.Headers;
using System.Net.Http.Json;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Web.Account;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Support;

/// <summary>
/// The whole application with its simulated providers, as a tool meets it: a network that lends its Brevo, ZeptoMail and
/// OpenAI keys, an agency of it, a rival, an independent agency, and tokens of theirs. Every test makes its own.
/// </summary>
public sealed class GatewayUnderTest(AppUnderTest app)
{
    private readonly ContextFactory contexts = app.Services.GetRequiredService<ContextFactory>();
    private readonly SecretVault vault = app.Services.GetRequiredService<SecretVault>();
    private readonly TokenSeals seals = app.Services.GetRequiredService<TokenSeals>();

    public static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    public static readonly Provider Zoho = ProviderCatalogue.Find("zoho")!;
    public static readonly Provider OpenAi = ProviderCatalogue.Find("openai")!;

    public FakeProvider Fake(Provider provider) => app.Services.GetRequiredService<FakeProviders>().All.Single(fake => fake.Provider == provider);

    public async Task<Place> NetworkAsync()
    {
        var organisation = Organisation.Create("Réseau de la passerelle").Require();
        await SaveAsync(new ActingScope.Administration(Guid.Empty), organisation, AuditAction.OrganisationCreated, organisation.OrganisationId, null);
        var reseau = Reseau.Create(organisation.OrganisationId, $"Réseau {Guid.NewGuid():N}").Require();
        return await ClientAsync(reseau);
    }

    public async Task<Place> AgencyAsync(Place network)
    {
        var organisation = Organisation.Create("Agence de la passerelle").Require();
        await SaveAsync(new ActingScope.Administration(Guid.Empty), organisation, AuditAction.OrganisationCreated, organisation.OrganisationId, null);
        return await ClientAsync(ReseauAgence.Create(organisation.OrganisationId, network.Reference.Id, $"Agence {Guid.NewGuid():N}").Require());
    }

    /// <param name="sibling">A client whose organisation the new one shares; null for an organisation of its own.</param>
    public async Task<Place> IndependentAsync(Place? sibling = null)
    {
        if (sibling is not null)
        {
            return await ClientAsync(AgenceIndependante.Create(sibling.OrganisationId, $"Indépendante {Guid.NewGuid():N}").Require());
        }

        var organisation = Organisation.Create("Indépendante de la passerelle").Require();
        await SaveAsync(new ActingScope.Administration(Guid.Empty), organisation, AuditAction.OrganisationCreated, organisation.OrganisationId, null);
        return await ClientAsync(AgenceIndependante.Create(organisation.OrganisationId, $"Indépendante {Guid.NewGuid():N}").Require());
    }

    /// <summary>Somebody at work for a client: a director for a network, a manager for an agency.</summary>
    public async Task<Actor> ActorAsync(Place place)
    {
        var person = Person.Create($"personne{Guid.NewGuid():N}@exemple.test", "Personne", Now);
        person.NormalizedEmail = person.NormalizedUserName = person.Email!.ToUpperInvariant();
        person.SecurityStamp = Guid.NewGuid().ToString("N");
        var (session, _) = PersonSession.Open(person.Id, Origin.Unknown, Now);
        var role = place.Reference.Type == ClientType.Reseau ? Role.Directeur : Role.Responsable;
        var membership = Membership.Create(person.Id, role, place.OrganisationId, place.Client, Now);
        await using (var db = contexts.Create(new ActingScope.Administration(Guid.Empty)))
        {
            db.Add(person);
            db.Add(session);
            await db.SaveChangesAsync();
        }

        await SaveAsync(new ActingScope.Administration(Guid.Empty), membership, AuditAction.InvitationAccepted, place.OrganisationId, place.Client);
        return new Actor(person.Id, session.SessionId, membership.MembershipId, role, place.OrganisationId, place.Client);
    }

    /// <summary>A key that the simulated provider knows, of the client's own account, which bears the client's id.</summary>
    public string KnownKey(Provider provider, Place place, FakeCase what = FakeCase.Valid)
    {
        var key = Planted.For(provider);
        Fake(provider).Know(new DemoKey(provider.Code, key, what, AccountOf(place), "compte@exemple.test"));
        return key;
    }

    /// <summary>What the simulated provider calls the account of a client's key.</summary>
    public static string AccountOf(Place place) => $"Compte {place.Reference.Id:N}";

    /// <returns>The key in clear, to look for where it must not be.</returns>
    public async Task<string> ConnexionAsync(Provider provider, Place place, string? senderEmail = null, string? senderName = null, FakeCase what = FakeCase.Valid)
    {
        var key = KnownKey(provider, place, what);
        var connexion = provider.NewConnexion(place.OrganisationId, place.Reference, Now);
        connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = senderEmail, [FieldKind.SenderName] = senderName });
        connexion.ReplaceKey(vault.Protect(connexion, SecretText.From(key)!), "", null, Now);
        connexion.Touch(Guid.Empty, Now);
        await JoinAsync(connexion, place);
        await SaveAsync(new ActingScope.Job("test", place.OrganisationId), connexion, AuditAction.ConnexionCreated, place.OrganisationId, place.Client);
        return key;
    }

    /// <summary>A sender and no key: the key is the network's.</summary>
    public async Task OwnSenderAsync(Provider provider, Place place, string email, string name)
    {
        var connexion = provider.NewConnexion(place.OrganisationId, place.Reference, Now);
        connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = email, [FieldKind.SenderName] = name });
        connexion.Touch(Guid.Empty, Now);
        await JoinAsync(connexion, place);
        await SaveAsync(new ActingScope.Job("test", place.OrganisationId), connexion, AuditAction.OwnSenderChanged, place.OrganisationId, place.Client);
    }

    /// <summary>What the network decides from now on, in place of what it decided before.</summary>
    public async Task ShareAsync(Provider provider, Place network, SharingTerms? terms = null)
    {
        terms ??= new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true);
        await ChangeAsync(network, AuditAction.PolicyChanged, async db =>
        {
            var policy = await db.Set<SharingPolicy>().SingleOrDefaultAsync(row => row.Provider == provider.Code);
            if (policy is null)
            {
                policy = SharingPolicy.Create(network.OrganisationId, network.Reference.Id, provider.Code);
                db.Add(policy);
            }

            policy.Decide(terms, Now.AddSeconds(-1), Guid.Empty, Now);
        });
    }

    public async Task<(Guid Id, string Text)> TokenAsync(Place place, Func<TokenTerms, TokenTerms>? change = null)
    {
        var terms = new TokenTerms("Outil", [.. ProviderCatalogue.All.Select(provider => provider.Code)], Purposes.All, [], ServiceToken.MaxCallsPerMinute, Now.AddDays(30));
        var (token, text) = ServiceToken.Create(place.OrganisationId, place.Reference, change?.Invoke(terms) ?? terms, Guid.Empty, Now);
        token.SealWith(seals.Seal(token));
        await SaveAsync(place.MemberScope, token, AuditAction.ServiceTokenCreated, place.OrganisationId, place.Client);
        return (token.TokenId, text);
    }

    public Task ChangeConnexionAsync(Provider provider, Place place, Action<Connexion> change) =>
        ChangeAsync(place, AuditAction.ConnexionEdited, async db => change(await db.ConnexionsOf(provider).SingleAsync()));

    /// <summary>What is known of the place's own key.</summary>
    public async Task<VerificationVerdict?> VerdictAsync(Provider provider, Place place)
    {
        await using var db = contexts.Create(place.MemberScope);
        return (await db.ConnexionsOf(provider).AsNoTracking().SingleAsync()).Verdict;
    }

    /// <summary>From now on the database takes nothing that is learnt of the place's own key.</summary>
    public async Task RefuseVerdictsAsync(Provider provider, Place place)
    {
        await using var db = contexts.Create(place.MemberScope);
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"""
            CREATE TRIGGER refuse_{Guid.NewGuid():N} BEFORE UPDATE OF verdict ON {db.Model.FindEntityType(provider.ConnexionType)!.GetTableName()}
            WHEN OLD.client_id = '{place.Reference.Id.ToString().ToUpperInvariant()}' BEGIN SELECT RAISE(ABORT, 'as the test wants it'); END
            """;
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc cref="RawSql"/>
    public Task<int> RunSqlAsync(string sql, params (string Name, object? Value)[] parameters) => contexts.RunSqlAsync(sql, parameters);

    public Task RevokeAsync(Place place, Guid tokenId) =>
        ChangeAsync(place, AuditAction.ServiceTokenRevoked, async db => (await db.Set<ServiceToken>().SingleAsync(row => row.TokenId == tokenId)).Revoke(Guid.Empty, Now));

    public async Task ChangeAsync(Place place, AuditAction action, Func<ConnexionsDbContext, Task> change)
    {
        await using var db = contexts.Create(place.MemberScope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await change(db);
        Record(db, action, place.OrganisationId, place.Client);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public HttpClient Client(string token, string? language = null)
    {
        var client = new HttpClient { BaseAddress = app.Page("gateway/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (language is not null)
        {
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        }

        return client;
    }

    public static object Mail(string? sender = null, string to = "client@exemple.test") => sender is null
        ? new { to = new[] { new { email = to } }, subject = "Bonjour", textContent = "Bonjour" }
        : new { sender = new { email = sender }, to = new[] { new { email = to } }, subject = "Bonjour", textContent = "Bonjour" };

    public async Task<HttpResponseMessage> SendMailAsync(string token, object? mail = null)
    {
        using var client = Client(token);
        return await client.PostAsJsonAsync("brevo/v3/smtp/email", mail ?? Mail());
    }

    /// <summary>The uses in a client's journal, once there are so many.</summary>
    public async Task<IReadOnlyList<AuditEntry>> UsesAsync(Place place, int count)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = contexts.Create(place.MemberScope);
            var uses = await db.AuditEntries.AsNoTracking().Where(entry => entry.Operation != null).OrderBy(entry => entry.Sequence).ToListAsync();
            if (uses.Count >= count || tries == 200)
            {
                return uses;
            }

            await Task.Delay(50);
        }
    }

    private static DateTime Now => DateTime.UtcNow;

    private async Task JoinAsync(Connexion connexion, Place place)
    {
        if (place.Reference.Type == ClientType.ReseauAgence)
        {
            await using var db = contexts.Create(place.MemberScope);
            connexion.JoinFamily(await db.ReseauAgences.Select(row => row.ReseauId).SingleAsync());
        }
    }

    private async Task<Place> ClientAsync(IClient client)
    {
        await SaveAsync(new ActingScope.Administration(Guid.Empty), client, AuditAction.AgenceCreated, client.OrganisationId, client.Reference);
        return new Place(client.OrganisationId, client.Reference);
    }

    private async Task SaveAsync(ActingScope scope, object row, AuditAction action, Guid organisationId, ClientRef? client)
    {
        await using var db = contexts.Create(scope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(row);
        Record(db, action, organisationId, client);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static void Record(ConnexionsDbContext db, AuditAction action, Guid organisationId, ClientRef? client) =>
        db.Record(AuditEntry.Create(new AuditFacts(organisationId, action) { Client = client }, null, null, Guid.CreateVersion7(), Origin.Unknown, Now));
}
