using System.Security.Claims;
using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Persistence.Configurations;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Security;

/// <summary>A membership a person may work under. <paramref name="ClientName"/> is empty for support and administrators.</summary>
public sealed record MembershipOption(Guid MembershipId, Role Role, string ClientName);

/// <summary>
/// Who works in this tab, under which membership: chosen once, when the circuit (or the request) starts, and kept
/// until it ends. Handlers check it again each time.
/// </summary>
public sealed class CurrentSession : IDisposable
{
    public const string MembershipCookie = "connexions.membership";

    /// <summary>The claim that holds the session's id, which the cookie's check sets.</summary>
    public const string Claim = "connexions.session";

    private readonly ContextFactory contexts;
    private readonly LiveSessions live;

    public CurrentSession(ContextFactory contexts, LiveSessions live)
    {
        this.contexts = contexts;
        this.live = live;
        live.MembershipWithdrawn += OnMembershipWithdrawn;
        live.SessionEnded += OnSessionEnded;
        live.Open(this);
    }

    /// <summary>This tab ends now. True where its right was taken away; else its session is over, and signing in again goes on.</summary>
    public event Action<bool>? Ended;

    /// <summary>Null for someone who is not signed in.</summary>
    public Guid? SessionId { get; private set; }

    /// <summary>Null for someone who is not signed in, or has no membership.</summary>
    public Actor? Actor { get; private set; }

    public string DisplayName { get; private set; } = "";

    public IReadOnlyList<MembershipOption> Memberships { get; private set; } = [];

    public MembershipOption? Current { get; private set; }

    /// <summary>Takes the membership asked for if it is this person's, else their first.</summary>
    public async Task StartAsync(ClaimsPrincipal user, Guid? membershipId, Origin origin)
    {
        if (!Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var personId))
        {
            return;
        }

        SessionId = IdOf(user);
        await using var db = contexts.Create(new ActingScope.Job("session", Organisation.Platform));
        DisplayName = await db.Set<Person>().Where(person => person.Id == personId).Select(person => person.DisplayName).SingleOrDefaultAsync() ?? "";
        var rows = await MembershipsOf(db, personId).ToListAsync();
        Memberships = [.. rows.Select(row => new MembershipOption(row.MembershipId, row.Role, row.ClientName)).OrderBy(row => row.Role).ThenBy(row => row.ClientName, StringComparer.CurrentCulture)];
        Current = Memberships.FirstOrDefault(option => option.MembershipId == membershipId) ?? Memberships.FirstOrDefault();
        if (Current is { } current)
        {
            var row = rows.Single(row => row.MembershipId == current.MembershipId);
            Actor = new Actor(personId, SessionId ?? Guid.Empty, row.MembershipId, row.Role, row.OrganisationId, ClientRef.From(row.ClientType, row.ClientId))
            {
                Origin = origin,
            };
        }
    }

    /// <summary>Whether the membership still is this person's: asked by the circuit's regular check.</summary>
    public async Task<bool> StillHoldsAsync(CancellationToken cancellationToken)
    {
        if (Actor is not { } actor)
        {
            return true;
        }

        await using var db = contexts.Create(actor.Scope);
        return await db.Memberships.AnyAsync(row => row.MembershipId == actor.MembershipId && row.PersonId == actor.PersonId, cancellationToken);
    }

    /// <summary>The session is over, though nobody of this server ended it: found by the regular check.</summary>
    public void Leave() => Ended?.Invoke(false);

    /// <summary>The session of whoever asks; null for someone who is not signed in.</summary>
    public static Guid? IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Claim), out var id) ? id : null;

    public void Dispose()
    {
        live.MembershipWithdrawn -= OnMembershipWithdrawn;
        live.SessionEnded -= OnSessionEnded;
        live.Close(this);
    }

    private sealed record Row(Guid MembershipId, Role Role, Guid OrganisationId, ClientType? ClientType, Guid? ClientId, string ClientName);

    private static IQueryable<Row> MembershipsOf(ConnexionsDbContext db, Guid personId) =>
        from membership in db.Across<Membership>()
        where membership.PersonId == personId
        join network in db.Across<Reseau>() on EF.Property<Guid?>(membership, ClientColumns.ReseauId) equals network.ReseauId into networks
        from reseau in networks.DefaultIfEmpty()
        join agency in db.Across<ReseauAgence>() on EF.Property<Guid?>(membership, ClientColumns.ReseauAgenceId) equals agency.ReseauAgenceId into agencies
        from agence in agencies.DefaultIfEmpty()
        join independent in db.Across<AgenceIndependante>() on EF.Property<Guid?>(membership, ClientColumns.AgenceIndependanteId) equals independent.AgenceIndependanteId into independents
        from independante in independents.DefaultIfEmpty()
        select new Row(
            membership.MembershipId, membership.Role, membership.OrganisationId, membership.ClientType, membership.ClientId,
            reseau.Nom ?? agence.Nom ?? independante.Nom ?? "");

    private void OnMembershipWithdrawn(Guid membershipId)
    {
        if (Actor?.MembershipId == membershipId)
        {
            Ended?.Invoke(true);
        }
    }

    private void OnSessionEnded(Guid sessionId, SessionEnd by)
    {
        if (SessionId == sessionId)
        {
            Ended?.Invoke(by == SessionEnd.AccountDisabled);
        }
    }
}
