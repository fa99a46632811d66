using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Support;

/// <summary>A client and the organisation it lies in; <see cref="Client"/> is null for the platform.</summary>
public sealed record Place(Guid OrganisationId, ClientRef? Client)
{
    public static readonly Place Platform = new(Organisation.Platform, null);

    public ClientRef Reference => Client ?? throw new InvalidOperationException("The platform is no client.");

    public ActingScope.Member MemberScope => new(Guid.Empty, OrganisationId, Reference);

    public ActingScope.Job JobScope => new("test", OrganisationId);
}

/// <summary>Builders: each lays down its rows through the same walls as the application.</summary>
public sealed class Given(TestDatabase database)
{
    private static readonly ActingScope Administration = new ActingScope.Administration(Guid.Empty);

    private int count;

    public async Task<Guid> OrganisationAsync(string? nom = null)
    {
        var organisation = Organisation.Create(nom ?? Name("Organisation")).Require();
        await AddAsync(organisation, AuditAction.OrganisationCreated, organisation.OrganisationId, null);
        return organisation.OrganisationId;
    }

    /// <param name="sibling">A client whose organisation the new one shares; null for an organisation of its own.</param>
    public async Task<Place> NetworkAsync(string? nom = null, Place? sibling = null)
    {
        var organisationId = sibling?.OrganisationId ?? await OrganisationAsync(nom);
        return await ClientAsync(Reseau.Create(organisationId, nom ?? Name("Réseau")).Require());
    }

    /// <inheritdoc cref="NetworkAsync"/>
    public async Task<Place> AgencyAsync(Place network, string? nom = null, Place? sibling = null)
    {
        var organisationId = sibling?.OrganisationId ?? await OrganisationAsync(nom);
        return await ClientAsync(ReseauAgence.Create(organisationId, network.Reference.Id, nom ?? Name("Agence")).Require());
    }

    /// <inheritdoc cref="NetworkAsync"/>
    public async Task<Place> IndependentAsync(string? nom = null, Place? sibling = null)
    {
        var organisationId = sibling?.OrganisationId ?? await OrganisationAsync(nom);
        return await ClientAsync(AgenceIndependante.Create(organisationId, nom ?? Name("Indépendante")).Require());
    }

    /// <param name="password">Hashed as Identity does, which takes its time: leave it out unless somebody signs in.</param>
    public async Task<Person> PersonAsync(string? email = null, string? displayName = null, string? password = null)
    {
        var person = Person.Create(email ?? $"personne{Next()}@exemple.test", displayName ?? Name("Personne"), database.Clock.UtcNow);
        if (password is not null)
        {
            await using var scope = database.Services.CreateAsyncScope();
            var created = await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().CreateAsync(person, password);
            return created.Succeeded ? person : throw new InvalidOperationException(string.Join(' ', created.Errors.Select(error => error.Description)));
        }

        person.NormalizedEmail = person.NormalizedUserName = person.Email!.ToUpperInvariant();
        // Identity wants one.
        person.SecurityStamp = Guid.NewGuid().ToString("N");
        await using var db = database.Open(Administration);
        db.Add(person);
        await db.SaveChangesAsync();
        return person;
    }

    /// <summary>Somebody at work for a client: a director for a network, a manager for an agency.</summary>
    /// <param name="person">An existing person, who so gets one more membership; null for a new one.</param>
    public Task<Actor> ActorAsync(Place place, Person? person = null) =>
        ActorAsync(place.Reference.Type == ClientType.Reseau ? Role.Directeur : Role.Responsable, place, person);

    public Task<Actor> SupportAsync(Person? person = null) => ActorAsync(Role.Support, Place.Platform, person);

    public Task<Actor> AdministratorAsync(Person? person = null) => ActorAsync(Role.Administrateur, Place.Platform, person);

    public async Task<Actor> ActorAsync(Role role, Place place, Person? person = null)
    {
        person ??= await PersonAsync();
        var membership = Membership.Create(person.Id, role, place.OrganisationId, place.Client, database.Clock.UtcNow);
        await AddAsync(membership, AuditAction.InvitationAccepted, place.OrganisationId, place.Client);
        return new Actor(person.Id, await SessionAsync(person.Id), membership.MembershipId, role, place.OrganisationId, place.Client);
    }

    /// <returns>The id of a session that is open, as of somebody who has just signed in.</returns>
    public async Task<Guid> SessionAsync(Guid personId)
    {
        var (session, _) = PersonSession.Open(personId, Origin.Unknown, database.Clock.UtcNow);
        await using var db = database.Contexts.CreateUnstamped();
        db.Add(session);
        await db.SaveChangesAsync();
        return session.SessionId;
    }

    public async Task WithdrawAsync(Actor actor)
    {
        await using var db = database.Open(Administration);
        db.Remove(await db.Across<Membership>().SingleAsync(row => row.MembershipId == actor.MembershipId));
        await SaveAsync(db, new AuditFacts(actor.OrganisationId, AuditAction.MembershipWithdrawn) { Client = actor.Client });
    }

    public async Task<Connexion> ConnexionAsync(Provider provider, Place place, string? email = null, string? name = null)
    {
        var connexion = Filled(provider, place, email, name);
        await StoreAsync(connexion);
        return connexion;
    }

    /// <summary>A connexion with a key, a planted one unless the test brings its own.</summary>
    public async Task<Connexion> ConnexionWithKeyAsync(Provider provider, Place place, SecretText? key = null, string? email = null, string? name = null)
    {
        var connexion = Filled(provider, place, email, name);
        key ??= Planted.KeyFor(provider);
        var fingerprint = provider.Recognises(key)
            ? KeyFingerprint.Compute(await database.Peppers.CurrentAsync(CancellationToken.None), provider.Code, key)
            : null;
        connexion.ReplaceKey(database.Vault.Protect(connexion, key), key.Suffix(), fingerprint, database.Clock.UtcNow);
        await StoreAsync(connexion);
        return connexion;
    }

    /// <summary>What a network decided at one provider, from now on unless a moment is given.</summary>
    public async Task<SharingPolicy> PolicyAsync(Place network, Provider provider, SharingTerms terms, DateTime? from = null, params Place[] selected)
    {
        var policy = SharingPolicy.Create(network.OrganisationId, network.Reference.Id, provider.Code);
        policy.Decide(terms, from ?? database.Clock.UtcNow, Guid.Empty, database.Clock.UtcNow);
        await using var db = database.Open(network.MemberScope);
        db.Add(policy);
        db.AddRange(selected.Select(agency => SharingSelection.Create(policy, agency.Reference.Id)));
        await SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.PolicyChanged) { Client = network.Client, Provider = provider.Code });
        return policy;
    }

    /// <summary>A request for Brevo, and a notice that one of the client's people has read.</summary>
    public async Task RequestAndNoticeAsync(Place place)
    {
        var (brevo, now) = (ProviderCatalogue.All[0].Code, database.Clock.UtcNow);
        var person = await PersonAsync();
        var notice = Notice.Create(place.OrganisationId, place.Reference, NoticeKind.Gained, brevo, now);
        await using (var job = database.Open(place.JobScope))
        {
            job.Add(SharingRequest.Create(place.OrganisationId, place.Reference, brevo, message: null, person.Id, now));
            job.Add(notice);
            await SaveAsync(job, new AuditFacts(place.OrganisationId, AuditAction.SharingRequested) { Client = place.Client });
        }

        await using var member = database.Open(place.MemberScope);
        member.Add(NoticeRead.Create(notice, person.Id));
        await SaveAsync(member, new AuditFacts(place.OrganisationId, AuditAction.NoticesRead) { Client = place.Client });
    }

    /// <summary>What a provider said of a stored key, now; nobody asks again by themself.</summary>
    public async Task LearnAsync(Connexion connexion, params IReadOnlyList<Verification> learnt)
    {
        var provider = ProviderCatalogue.Of(connexion);
        await using var db = database.Open(new ActingScope.Job("given", connexion.OrganisationId));
        var row = await db.ConnexionsOf(provider).SingleAsync(row => row.Id == connexion.Id);
        foreach (var one in learnt)
        {
            row.Learn(one, database.Clock.UtcNow);
        }

        row.AskAgain(null);
        await SaveAsync(db, new AuditFacts(connexion.OrganisationId, AuditAction.VerdictChanged) { Client = connexion.Client, Provider = provider.Code, ConnexionId = connexion.Id });
    }

    /// <summary>A claim on a value nobody else has, and a collision over another.</summary>
    public async Task ClaimAndCollisionAsync(Connexion connexion)
    {
        var provider = ProviderCatalogue.Of(connexion).Code;
        await using var db = database.Open(new ActingScope.Job("given", connexion.OrganisationId));
        db.Add(Claim.Create(connexion, provider, new ClaimValue(ClaimKind.Account, Convert.ToHexString(Guid.NewGuid().ToByteArray()), 1), slot: 0, database.Clock.UtcNow));
        db.Add(Collision.Create(connexion.OrganisationId, connexion.Client, provider, keyValue: null, accountValue: "collision", pepperVersion: 1, database.Clock.UtcNow));
        await SaveAsync(db, new AuditFacts(connexion.OrganisationId, AuditAction.ConflictEntered) { Client = connexion.Client, Provider = provider });
    }

    public async Task<VerificationRun> VerificationRunAsync(Place network, int total = 1)
    {
        var run = VerificationRun.Start(network.OrganisationId, network.Reference, Guid.Empty, total, database.Clock.UtcNow);
        await using var db = database.Open(network.MemberScope);
        db.Add(run);
        await SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.VerificationRunStarted) { Client = network.Client });
        return run;
    }

    /// <summary>A token for every provider and purpose, unless the test says otherwise; and its text.</summary>
    public async Task<(ServiceToken Token, string Text)> TokenAsync(Place place, TokenTerms? terms = null)
    {
        terms ??= new TokenTerms(
            Name("Outil"), [.. ProviderCatalogue.All.Select(provider => provider.Code)], Purposes.All, [], ServiceToken.MaxCallsPerMinute, database.Clock.UtcNow.AddDays(30));
        var made = ServiceToken.Create(place.OrganisationId, place.Reference, terms, Guid.Empty, database.Clock.UtcNow);
        made.Token.SealWith(database.Get<TokenSeals>().Seal(made.Token));
        await using var db = database.Open(place.MemberScope);
        db.Add(made.Token);
        await SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.ServiceTokenCreated) { Client = place.Client });
        return made;
    }

    /// <summary>One hour's use, of a connexion nobody has unless the test names one; one call, unless it counts otherwise.</summary>
    /// <param name="agency">In a lender's row: who used its key.</param>
    /// <param name="at">A moment in that hour; now unless given.</param>
    public async Task UsageAsync(Place place, Provider provider, UsageCounts? counts = null, Guid? connexionId = null, Place? agency = null, DateTime? at = null)
    {
        var hour = UsageHour.Create(
            place.OrganisationId, place.Reference, provider.Code, connexionId ?? Guid.NewGuid(), agency?.Reference.Id ?? Guid.Empty, UsageHour.HourOf(at ?? database.Clock.UtcNow));
        hour.Add(counts ?? new UsageCounts { Calls = 1 });
        await using var db = database.Open(place.JobScope);
        db.Add(hour);
        await SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.ConnexionUsed) { Client = place.Client });
    }

    /// <summary>A use in a client's journal.</summary>
    /// <returns>Its number.</returns>
    public async Task<Guid> UseAsync(Place place, Provider provider, UseFacts use, Guid? tokenId = null, Guid? personId = null, Guid? connexionId = null, DateTime? at = null)
    {
        var useId = Guid.CreateVersion7();
        var facts = new AuditFacts(place.OrganisationId, AuditAction.ConnexionUsed) { Client = place.Client, Provider = provider.Code, ConnexionId = connexionId };
        await using var db = database.Open(place.JobScope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Record(AuditEntry.ForUse(facts, use, useId, tokenId, personId, at ?? database.Clock.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return useId;
    }

    public async Task<Invitation> InvitationAsync(Role role, Place place, string? email = null)
    {
        var (invitation, _) = Invitation.Create(role, place.OrganisationId, place.Client, email, database.Clock.UtcNow);
        await AddAsync(invitation, AuditAction.InvitationCreated, place.OrganisationId, place.Client);
        return invitation;
    }

    /// <summary>Saves what a context holds, together with a journal entry, in one transaction.</summary>
    public async Task SaveAsync(ConnexionsDbContext db, AuditFacts facts)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Record(AuditEntry.Create(facts, personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, database.Clock.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private Connexion Filled(Provider provider, Place place, string? email, string? name)
    {
        var connexion = provider.NewConnexion(place.OrganisationId, place.Reference, database.Clock.UtcNow);
        connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = email, [FieldKind.AccountName] = name });
        connexion.Touch(Guid.Empty, database.Clock.UtcNow);
        return connexion;
    }

    private async Task StoreAsync(Connexion connexion)
    {
        await using var db = database.Open(new ActingScope.Job("given", connexion.OrganisationId));
        if (connexion.ClientType == ClientType.ReseauAgence)
        {
            connexion.JoinFamily(await db.ReseauAgences.Where(row => row.ReseauAgenceId == connexion.ClientId).Select(row => row.ReseauId).SingleAsync());
        }

        db.Add(connexion);
        await SaveAsync(db, new AuditFacts(connexion.OrganisationId, AuditAction.ConnexionCreated)
        {
            Client = connexion.Client,
            Provider = ProviderCatalogue.Of(connexion).Code,
            ConnexionId = connexion.Id,
        });
    }

    private async Task<Place> ClientAsync(IClient client)
    {
        await AddAsync(client, AuditAction.AgenceCreated, client.OrganisationId, client.Reference);
        return new Place(client.OrganisationId, client.Reference);
    }

    private async Task AddAsync(object row, AuditAction action, Guid organisationId, ClientRef? client)
    {
        await using var db = database.Open(Administration);
        db.Add(row);
        await SaveAsync(db, new AuditFacts(organisationId, action) { Client = client });
    }

    private string Name(string kind) => $"{kind} {Next()}";

    private int Next() => Interlocked.Increment(ref count);
}
