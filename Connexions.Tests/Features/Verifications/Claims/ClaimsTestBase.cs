using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Verifications.Claims;

/// <summary>A network, two agencies of it and two independent ones; keys are entered as the editor does, without asking a provider.</summary>
public abstract class ClaimsTestBase : IAsyncLifetime
{
    internal static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    protected TestDatabase Database { get; private set; } = null!;

    protected Given Given => Database.Given;

    protected Place Network { get; private set; } = null!;

    protected Place Lyon { get; private set; } = null!;

    protected Place Nantes { get; private set; } = null!;

    protected Place Horizon { get; private set; } = null!;

    protected Place Azur { get; private set; } = null!;

    protected Actor Administrator { get; private set; } = null!;

    private protected ClaimDesk Desk => Database.Get<ClaimDesk>();

    protected VerdictBook Book => Database.Get<VerdictBook>();

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(options: new() { Services = Register });
        Network = await Given.NetworkAsync("Réseau Lumière");
        Lyon = await Given.AgencyAsync(Network, "Lumière Lyon");
        Nantes = await Given.AgencyAsync(Network, "Lumière Nantes");
        Horizon = await Given.IndependentAsync("Agence Horizon");
        Azur = await Given.IndependentAsync("Agence Azur");
        Administrator = await Given.AdministratorAsync();
        Database.Vault.MakeReady();
        await Database.Peppers.CurrentAsync(default);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    internal static void Register(IServiceCollection services)
    {
        services.AddSingleton(new VerificationOptions { Patience = TimeSpan.Zero });
        services.AddSharing();
        services.AddClaims();
    }

    /// <summary>Looks and, where that allows it, stores and claims.</summary>
    /// <param name="account">As the provider names it; null when it does not answer.</param>
    /// <returns>How the key was found to stand.</returns>
    internal async Task<ClaimRelation> EnterAsync(Place place, SecretText key, string? account, Guid? personId = null, bool forBoth = false)
    {
        while (true)
        {
            var values = await Desk.ValuesOfAsync(Brevo, key, account, default);
            var look = await Desk.LookAsync(Brevo, place.Reference, values, personId, default);
            if (look.Relation is ClaimRelation.Foreign or ClaimRelation.OwnNetwork || (look.Relation == ClaimRelation.AlsoMine && !forBoth))
            {
                return look.Relation;
            }

            try
            {
                await StoreAsync(place, key, account, values, look);
            }
            catch (DbUpdateException e) when (DatabaseErrors.IsDuplicate(e))
            {
                continue;
            }

            foreach (var displaced in look.Displaced)
            {
                await Book.ReviewAsync(Brevo, displaced, default);
            }

            return look.Relation;
        }
    }

    /// <summary>Stores a key without looking who claims it, as an older version did; then the application looks.</summary>
    internal async Task CollideAsync(Place place, SecretText key, string? account)
    {
        await StoreAsync(place, key, account, ClaimValues.None, ClaimLook.Nobody);
        await ReviewAsync(place);
    }

    internal async Task StoreAsync(Place place, SecretText key, string? account, ClaimValues values, ClaimLook look)
    {
        await using var db = Database.Open(ScopeOf(place));
        await using var transaction = await db.Database.BeginTransactionAsync();
        var stored = await db.ConnexionsOf(Brevo).SingleOrDefaultAsync();
        var connexion = stored ?? Brevo.NewConnexion(place.OrganisationId, place.Reference, Database.Clock.UtcNow);
        if (stored is null)
        {
            if (place.Reference.Type == ClientType.ReseauAgence)
            {
                connexion.JoinFamily(Network.Reference.Id);
            }

            db.Add(connexion);
        }

        var fingerprint = KeyFingerprint.Compute(await Database.Peppers.CurrentAsync(default), Brevo.Code, key);
        connexion.ReplaceKey(Database.Vault.Protect(connexion, key), key.Suffix(), fingerprint, Database.Clock.UtcNow);
        if (account is not null)
        {
            connexion.Learn(Told(account), Database.Clock.UtcNow);
            connexion.AskAgain(Database.Clock.UtcNow.AddDays(1));
        }

        connexion.Touch(Guid.Empty, Database.Clock.UtcNow);
        if (values.Current.Count > 0)
        {
            await ClaimDesk.ClaimAsync(db, Brevo, connexion, values, look, Database.Clock.UtcNow, default);
        }

        await ClaimDesk.CloseCollisionAsync(db, Brevo, place.Reference, Database.Clock.UtcNow, default);
        db.Record(AuditEntry.Create(new AuditFacts(place.OrganisationId, AuditAction.KeyReplaced) { Client = place.Client }, null, null, Guid.NewGuid(), Origin.Unknown, Database.Clock.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    internal async Task RemoveAsync(Place place)
    {
        await using var db = Database.Open(ScopeOf(place));
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await db.ConnexionsOf(Brevo).SingleOrDefaultAsync() is not { } connexion)
        {
            return;
        }

        await ClaimDesk.ReleaseAsync(db, connexion, default);
        await ClaimDesk.CloseCollisionAsync(db, Brevo, place.Reference, Database.Clock.UtcNow, default);
        db.Remove(connexion);
        db.Record(AuditEntry.Create(new AuditFacts(place.OrganisationId, AuditAction.ConnexionDeleted) { Client = place.Client }, null, null, Guid.NewGuid(), Origin.Unknown, Database.Clock.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>The provider names the account of a stored key.</summary>
    internal async Task LearnAsync(Place place, SecretText key, string account)
    {
        if (await StoredAsync(place) is { Secret: not null } stored)
        {
            await Book.WriteAsync(new ConnexionId(Brevo, place.OrganisationId, place.Reference, stored.Id), new Learnt(Told(account), key, stored.ApiKeyChangedAt), default);
        }
    }

    internal Task ReviewAsync(Place place) => Book.ReviewAsync(Brevo, (place.OrganisationId, place.Reference), default);

    protected async Task<Connexion?> StoredAsync(Place place)
    {
        await using var db = Database.Open(place.MemberScope);
        return await db.ConnexionsOf(Brevo).AsNoTracking().SingleOrDefaultAsync();
    }

    protected async Task<bool> IsUsableAsync(Place place) => await StoredAsync(place) is { Secret: not null, InConflictSince: null };

    internal async Task<ClaimRelation> LookAsync(Place place, SecretText key, string? account = null) =>
        (await Desk.LookAsync(Brevo, place.Reference, await Desk.ValuesOfAsync(Brevo, key, account, default), personId: null, default)).Relation;

    protected async Task<List<Claim>> ClaimsAsync()
    {
        await using var db = Database.Open(new ActingScope.Administration(Guid.Empty));
        return await db.Across<Claim>().ToListAsync();
    }

    protected async Task<List<Collision>> CollisionsAsync(Place place)
    {
        await using var db = Database.Open(place.MemberScope);
        return await db.Set<Collision>().AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync();
    }

    protected async Task<List<Notice>> NoticesAsync(Place place)
    {
        await using var db = Database.Open(place.MemberScope);
        return await db.Set<Notice>().AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync();
    }

    protected async Task<Result<ContestedClaim>> ContestAsync(Place place, SecretText? key, string? account = null, string? reason = "Ce compte est à nous.") =>
        await Database.Get<ContestClaim>().HandleAsync(
            await Given.ActorAsync(place), new ContestClaimRequest(place.Reference, Brevo.Code, reason, key) { AccountId = account }, default);

    protected async Task<CollisionView> OpenOfAsync(Place place) =>
        (await Database.Get<ListCollisions>().HandleAsync(Administrator, new ListCollisionsRequest(), default)).Require().Items.Single(row => row.Second.Client == place.Client);

    protected async Task<Result<Done>> SettleAsync(CollisionView view, Settlement settlement, string? reason = "La facture le montre.", Actor? actor = null) =>
        await Database.Get<SettleCollision>().HandleAsync(
            actor ?? Administrator, new SettleCollisionRequest(view.CollisionId, settlement, reason, [.. view.Holders.Select(holder => holder.Client)]), default);

    private static ActingScope ScopeOf(Place place) => place.Reference.Type == ClientType.Reseau
        ? new ActingScope.Network(null, place.OrganisationId, place.Reference.Id)
        : place.MemberScope;

    private static Verification Told(string account) => new(VerificationVerdict.Valid) { Account = new ProviderAccount(account, $"{account}@exemple.test", account) };

    internal static SecretText Key() => Planted.KeyFor(Brevo);
}
