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
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Demo;

/// <summary>
/// Two rival networks and an independent agency, laid down once, on an empty database, through the same walls as
/// everything else. The keys are made up: the fake providers know them, and they
/// open nothing anywhere else.
/// </summary>
public sealed class DemoData(ContextFactory contexts, SecretVault vault, TokenSeals seals, PepperStore peppers, TimeProvider clock)
{
    private static readonly string[] LumiereAgences = ["Lyon", "Nantes", "Évreux", "Besançon", "Béziers", "Saint-Étienne", "Orléans", "Troyes", "Nîmes"];
    private static readonly string[] AzurAgences = ["Nice", "Antibes", "Cannes", "Fréjus", "Hyères", "Menton", "Saint-Raphaël", "Toulon"];

    private DateTime now;

    public async Task LayDownAsync(UserManager<Person> people, CancellationToken cancellationToken)
    {
        now = clock.GetUtcNow().UtcDateTime;
        await using (var db = contexts.Create(new ActingScope.Administration(Guid.Empty)))
        {
            if (await db.Across<Organisation>().AnyAsync(cancellationToken))
            {
                return;
            }
        }

        var lumiere = await NetworkAsync("Lumière", LumiereAgences, cancellationToken);
        var azur = await NetworkAsync("Azur", AzurAgences, cancellationToken);
        var horizon = await IndependentAsync("Agence Horizon", cancellationToken);

        var claire = await PersonAsync(people, "directeur@lumiere.demo", "Claire Dubois", lumiere["Lumière"], cancellationToken);
        var karim = await PersonAsync(people, "lyon@lumiere.demo", "Karim Benali", lumiere["Lyon"], cancellationToken);
        await PersonAsync(people, "nantes@lumiere.demo", "Maëlle Le Goff", lumiere["Nantes"], cancellationToken);
        await PersonAsync(people, "directeur@azur.demo", "Paul Ferrero", azur["Azur"], cancellationToken);
        await PersonAsync(people, "nice@azur.demo", "Chloé Rossi", azur["Nice"], cancellationToken);
        await PersonAsync(people, "horizon@independante.demo", "Hugo Lefèvre", horizon, cancellationToken);
        await PersonAsync(people, "support@connexions.demo", "Sonia Martin", new Place(Organisation.Platform, null), cancellationToken);
        await PersonAsync(people, "admin@connexions.demo", "Amélie Bernard", new Place(Organisation.Platform, null), cancellationToken);

        var (brevo, zoho, openAi) = (Provider("brevo"), Provider("zoho"), Provider("openai"));
        var lumiereBrevo = await ConnexionAsync(brevo, lumiere["Lumière"], "contact@lumiere.demo", "Réseau Lumière", DemoKeys.Of("brevo", "Réseau Lumière"), cancellationToken);
        await ConnexionAsync(openAi, lumiere["Lumière"], "direction@lumiere.demo", null, null, cancellationToken);
        var lyonZoho = await ConnexionAsync(zoho, lumiere["Lyon"], "lyon@lumiere.demo", "Lumière Lyon", DemoKeys.Of("zoho", "Lumière Lyon"), cancellationToken);
        var nantesOpenAi = await ConnexionAsync(openAi, lumiere["Nantes"], "nantes@lumiere.demo", null, DemoKeys.Of("openai", "Lumière Nantes"), cancellationToken);
        await ConnexionAsync(brevo, lumiere["Évreux"], "evreux@lumiere.demo", "Lumière Évreux", DemoKeys.Of("brevo", "Lumière Évreux"), cancellationToken);
        await ConnexionAsync(zoho, lumiere["Besançon"], "besancon@lumiere.demo", "Lumière Besançon", null, cancellationToken);
        await UnreadableAsync(openAi, lumiere["Lyon"], "lyon@lumiere.demo", cancellationToken);
        await ConnexionAsync(brevo, azur["Azur"], "contact@azur.demo", "Réseau Azur", DemoKeys.Of("brevo", "Réseau Azur"), cancellationToken);
        await ConnexionAsync(openAi, azur["Nice"], "nice@azur.demo", null, DemoKeys.Of("openai", "Azur Nice"), cancellationToken);
        await ConnexionAsync(zoho, azur["Cannes"], "cannes@azur.demo", "Azur Cannes", DemoKeys.Of("zoho", "Azur Cannes"), cancellationToken);
        await UnreadableAsync(brevo, azur["Toulon"], "toulon@azur.demo", cancellationToken);
        var horizonBrevo = await ConnexionAsync(brevo, horizon, "bonjour@horizon.demo", "Agence Horizon", DemoKeys.Of("brevo", "Agence Horizon"), cancellationToken);
        await ConnexionAsync(openAi, horizon, null, null, null, cancellationToken);

        await ShareAsync(brevo, lumiere["Lumière"], new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true), [], cancellationToken);
        await ShareAsync(brevo, azur["Azur"], new SharingTerms(SharingMode.Selected, OwnAllowed: true, OwnSenderAllowed: false),
            [azur["Antibes"], azur["Cannes"], azur["Menton"]], cancellationToken);

        var site = await TokenAsync(lumiere["Lyon"], karim, new TokenTerms("Site internet", [brevo.Code, zoho.Code], Purposes.Emails | Purposes.Contacts, [], CallsPerMinute: 60, now.AddYears(1)), cancellationToken);
        var caisse = await TokenAsync(lumiere["Lumière"], claire, new TokenTerms("Logiciel de caisse", [brevo.Code], Purposes.Emails, [AddressRange.Parse("203.0.113.0/24")!], CallsPerMinute: 120, now.AddDays(10)),
            cancellationToken);

        await new DemoUsage(contexts).LayDownAsync(
        [
            UserOf(lumiere["Lumière"], brevo, lumiereBrevo, null, 60) with { TokenId = caisse },
            UserOf(lumiere["Lyon"], brevo, lumiereBrevo, lumiere["Lumière"], 45) with { TokenId = site },
            UserOf(lumiere["Béziers"], brevo, lumiereBrevo, lumiere["Lumière"], 12),
            UserOf(lumiere["Troyes"], brevo, lumiereBrevo, lumiere["Lumière"], 24),
            UserOf(lumiere["Lyon"], zoho, lyonZoho, null, 15) with { TokenId = site },
            UserOf(lumiere["Nantes"], openAi, nantesOpenAi, null, 30),
            UserOf(horizon, brevo, horizonBrevo, null, 20),
        ], now, cancellationToken);
    }

    private static DemoUser UserOf(Place place, Provider provider, Guid connexionId, Place? lender, int callsPerDay) => new(
        place.OrganisationId, place.Client!.Value, provider, connexionId, lender is null ? null : (lender.OrganisationId, lender.Client!.Value), callsPerDay);

    /// <param name="ReseauId">The network an agency belongs to.</param>
    private sealed record Place(Guid OrganisationId, ClientRef? Client, Guid? ReseauId = null);

    private static Provider Provider(string code) => ProviderCatalogue.Find(code)!;

    private async Task<Dictionary<string, Place>> NetworkAsync(string name, string[] agences, CancellationToken cancellationToken)
    {
        var organisation = Organisation.Create($"Réseau {name}").Require();
        var reseau = Reseau.Create(organisation.OrganisationId, $"Réseau {name}").Require();
        await AddClientAsync(organisation, reseau, cancellationToken);
        var places = new Dictionary<string, Place> { [name] = new(organisation.OrganisationId, reseau.Reference) };
        foreach (var ville in agences)
        {
            var owner = Organisation.Create($"{name} {ville}").Require();
            var agence = ReseauAgence.Create(owner.OrganisationId, reseau.ReseauId, $"{name} {ville}").Require();
            await AddClientAsync(owner, agence, cancellationToken);
            places[ville] = new(owner.OrganisationId, agence.Reference, reseau.ReseauId);
        }

        return places;
    }

    private async Task<Place> IndependentAsync(string name, CancellationToken cancellationToken)
    {
        var organisation = Organisation.Create(name).Require();
        var agence = AgenceIndependante.Create(organisation.OrganisationId, name).Require();
        await AddClientAsync(organisation, agence, cancellationToken);
        return new(organisation.OrganisationId, agence.Reference);
    }

    private async Task AddClientAsync(Organisation organisation, IClient client, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Administration(Guid.Empty));
        db.Add(organisation);
        db.Add(client);
        await SaveAsync(db, DemoEntries.Of(organisation.OrganisationId, client.Reference, DemoThing.Client, client.Nom), cancellationToken);
    }

    private async Task<Guid> PersonAsync(UserManager<Person> people, string email, string name, Place place, CancellationToken cancellationToken)
    {
        var person = Person.Create(email, name, now);
        // Its password is public, and would be refused to anybody else.
        person.PasswordHash = people.PasswordHasher.HashPassword(person, DemoAccounts.Password);
        var created = await people.CreateAsync(person);
        if (!created.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', created.Errors.Select(error => error.Description)));
        }

        var role = DemoAccounts.All.Single(account => account.Email == email).Role;
        await using var db = contexts.Create(new ActingScope.Administration(Guid.Empty));
        db.Add(Membership.Create(person.Id, role, place.OrganisationId, place.Client, now));
        await SaveAsync(db, DemoEntries.Of(place.OrganisationId, place.Client, DemoThing.Person, name), cancellationToken);
        return person.Id;
    }

    private Task<Guid> ConnexionAsync(Provider provider, Place place, string? email, string? name, string? key, CancellationToken cancellationToken) =>
        AddConnexionAsync(provider, place, email, name, SecretText.From(key), vault, cancellationToken);

    /// <summary>Protected with a key ring that is thrown away: as after a restored database without its ring.</summary>
    private Task<Guid> UnreadableAsync(Provider provider, Place place, string email, CancellationToken cancellationToken) =>
        AddConnexionAsync(provider, place, email, null, SecretText.From(DemoKeys.Of(provider.Code, email)),
            new SecretVault(new EphemeralDataProtectionProvider()), cancellationToken);

    private async Task<Guid> AddConnexionAsync(
        Provider provider, Place place, string? email, string? name, SecretText? key, SecretVault with, CancellationToken cancellationToken)
    {
        var connexion = provider.NewConnexion(place.OrganisationId, place.Client!.Value, now);
        connexion.Fill(new Dictionary<FieldKind, string?>
        {
            [FieldKind.AccountEmail] = email,
            [FieldKind.AccountName] = name,
            [FieldKind.SenderEmail] = name is null ? null : email,
            [FieldKind.SenderName] = name,
        });
        if (key is not null)
        {
            var fingerprint = provider.Recognises(key) ? KeyFingerprint.Compute(await peppers.CurrentAsync(cancellationToken), provider.Code, key) : null;
            connexion.ReplaceKey(with.Protect(connexion, key), key.Suffix(), fingerprint, now);
        }

        if (place.ReseauId is { } reseauId)
        {
            connexion.JoinFamily(reseauId);
        }

        connexion.Touch(Guid.Empty, now);
        await using var db = contexts.Create(new ActingScope.Job("demo", place.OrganisationId));
        db.Add(connexion);
        await SaveAsync(db, DemoEntries.Of(place.OrganisationId, place.Client, DemoThing.Connexion) with { Provider = provider.Code, ConnexionId = connexion.Id }, cancellationToken);
        return connexion.Id;
    }

    private async Task ShareAsync(Provider provider, Place network, SharingTerms terms, Place[] selected, CancellationToken cancellationToken)
    {
        var reseau = network.Client!.Value;
        var policy = SharingPolicy.Create(network.OrganisationId, reseau.Id, provider.Code);
        policy.Decide(terms, now, Guid.Empty, now);
        await using var db = contexts.Create(new ActingScope.Member(Guid.Empty, network.OrganisationId, reseau));
        db.Add(policy);
        db.AddRange(selected.Select(agency => SharingSelection.Create(policy, agency.Client!.Value.Id)));
        await SaveAsync(db, DemoEntries.Of(network.OrganisationId, reseau, DemoThing.Policy) with { Provider = provider.Code }, cancellationToken);
    }

    /// <summary>Its text is forgotten here and now: whoever wants to call makes another.</summary>
    private async Task<Guid> TokenAsync(Place place, Guid personId, TokenTerms terms, CancellationToken cancellationToken)
    {
        var client = place.Client!.Value;
        await using var db = contexts.Create(new ActingScope.Member(personId, place.OrganisationId, client));
        var (token, _) = ServiceToken.Create(place.OrganisationId, client, terms, personId, now);
        token.SealWith(seals.Seal(token));
        db.Add(token);
        await SaveAsync(db, DemoEntries.Of(place.OrganisationId, client, DemoThing.Token, token.Nom), cancellationToken);
        return token.TokenId;
    }

    private async Task SaveAsync(ConnexionsDbContext db, AuditFacts facts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        db.Record(AuditEntry.Create(facts, personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
