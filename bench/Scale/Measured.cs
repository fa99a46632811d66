using System.Net.Http.Headers;
using System.Security.Claims;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Administration.Organisations;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Integrations.Editing;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Features.Sharing.Requests;
using Connexions.Web.Features.Support;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Features.Usage;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Runs;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Bench.Scale;

/// <summary>
/// What screens ask for as they open, what their buttons do, the jobs' rounds and the calls of the API. Each begins with the
/// name of the handler, by which it is told which of the application's handlers nobody measures.
/// </summary>
internal static class Measured
{
    public static IEnumerable<(string What, Func<Task> Run)> All(AppUnderTest app, House house)
    {
        var ct = CancellationToken.None;
        var (director, manager, alone, support, administrator) = (house.Director, house.Manager, house.Alone, house.Support, house.Administrator);
        var brevo = ProviderCatalogue.All[0];
        var number = 0;

        // Whoever arrives.
        yield return ("CurrentSession: a tab opens", async () =>
        {
            using var session = new CurrentSession(Get<ContextFactory>(), Get<LiveSessions>());
            var claims = new[] { new Claim(ClaimTypes.NameIdentifier, manager.PersonId.ToString()), new Claim(CurrentSession.Claim, manager.SessionId.ToString()) };
            await session.StartAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "scale")), manager.MembershipId, Origin.Unknown);
        });
        yield return ("FindInvitation: a link that is none", async () => await Get<FindInvitation>().HandleAsync("nowhere", ct));

        // An agency's screens, and a network's.
        foreach (var (who, actor) in new[] { ("agency", manager), ("network", director), ("independent", alone) })
        {
            yield return Handled("ListEffective: / of an " + who, () => Get<ListEffective>().HandleAsync(actor, ct));
            yield return Handled("ListNotices: / of an " + who, () => Get<ListNotices>().HandleAsync(actor, ct));
            yield return Handled("ListTroubles: / of an " + who, () => Get<ListTroubles>().HandleAsync(actor, ct));
            yield return Handled("ListConnexions: /connexions of an " + who, () => Get<ListConnexions>().HandleAsync(actor, ct));
            yield return Handled("GetConnexion: /connexions/brevo of an " + who, () => Get<GetConnexion>().HandleAsync(actor, "brevo", ct));
            yield return Handled("GetEffective: /connexions/brevo of an " + who, () => Get<GetEffective>().HandleAsync(actor, "brevo", ct));
            yield return Handled("GetRecentUse: /connexions/brevo of an " + who, () => Get<GetRecentUse>().HandleAsync(actor, "brevo", ct));
            yield return Handled("GetOwnCollision: /connexions/brevo of an " + who, () => Get<GetOwnCollision>().HandleAsync(actor, "brevo", ct));
            yield return Handled("ListTokens: /jetons of an " + who, () => Get<ListTokens>().HandleAsync(actor, 1, ct));
            yield return Handled("GetUsage: /utilisation of an " + who, () => Get<GetUsage>().HandleAsync(actor, UsagePeriod.Month, null, ct));
            foreach (var part in Enum.GetValues<JournalPart>())
            {
                yield return Handled($"ListEntries: /journal, {part} of an {who}", () => Get<ListEntries>().HandleAsync(actor, new() { Part = part }, ct));
            }

            yield return Handled("ListTeam: /equipe of an " + who, () => Get<ListTeam>().HandleAsync(actor, new(), ct));
        }

        yield return Handled("ListOwnRequests: / of an agency", () => Get<ListOwnRequests>().HandleAsync(manager, ct));
        yield return Handled("GetCoverage: the board", () => Get<GetCoverage>().HandleAsync(director, ct));
        yield return Handled("ListPolicies: /partage", () => Get<ListPolicies>().HandleAsync(director, ct));
        yield return Handled("ListRequests: /partage", () => Get<ListRequests>().HandleAsync(director, ct));
        yield return Handled("ListDependents: before a network's key goes", () => Get<ListDependents>().HandleAsync(director, "brevo", ct));
        yield return Handled("ListTeam: /equipe, an agency looked for", () => Get<ListTeam>().HandleAsync(director, new("agence 3"), ct));
        yield return Handled("ListBorrowers: /utilisation", () => Get<ListBorrowers>().HandleAsync(director, UsagePeriod.Month, null, 1, ct));
        yield return Handled("GetRun: /partage/couverture", () => Get<GetRun>().HandleAsync(director, ct));
        yield return Handled("SimulatePolicy: /partage/brevo", () => Get<SimulatePolicy>().HandleAsync(director, Draft(SharingMode.None), ct));
        yield return ("SavePolicy: /partage/brevo, all agencies lose or gain", async () =>
        {
            var view = (await Get<ListPolicies>().HandleAsync(director, ct)).Require().Policies.Single(policy => policy.Provider == brevo);
            var mode = view.Terms.Mode == SharingMode.All ? SharingMode.None : SharingMode.All;
            (await Get<SavePolicy>().HandleAsync(director, new SavePolicyRequest(Draft(mode), view.Version), ct)).Require();
        });
        yield return ("SaveConnexion: /connexions/brevo, another name", async () =>
        {
            var view = (await Get<GetConnexion>().HandleAsync(manager, "brevo", ct)).Require();
            var values = new Dictionary<FieldKind, string?> { [FieldKind.AccountEmail] = "agence@mesure.test", [FieldKind.AccountName] = $"Nom {number++}" };
            (await Get<SaveConnexion>().HandleAsync(manager, new SaveConnexionRequest(manager.Client!.Value, "brevo", view.Version, values, Key: null), ct)).Require();
        });
        yield return ("MarkNoticesRead: /", async () =>
        {
            var notices = (await Get<ListNotices>().HandleAsync(manager, ct)).Require();
            await Get<MarkNoticesRead>().HandleAsync(manager, new(manager.Client!.Value, [.. notices.Select(notice => notice.NoticeId)]), ct);
        });
        yield return Handled("Invite: /equipe", () => Get<Invite>().HandleAsync(manager, new(Role.Responsable, manager.Client, $"invite{number++}@mesure.test"), ct));

        // Support's.
        yield return Handled("StartSitting: /support/connexions", () => Get<StartSitting>().HandleAsync(support, new("mesure"), ct));
        foreach (var request in (SearchConnexionsRequest[])
        [
            new(), new() { Text = "lyon" }, new() { Text = "martine mesure" }, new() { Text = "agence" }, new() { Text = "exemple" }, new() { Text = "exemple nimes hyeres" }, new() { Text = "eu" }, new() { Text = "e" },
            new() { Text = "agence@mesure.test" }, new() { Text = "agence", Organisation = "maison mes" }, new() { Text = "agence", ClientType = ClientType.AgenceIndependante }, new() { ClientType = ClientType.AgenceIndependante },
            new() { Provider = "zoho", Sort = ConnexionSort.Account }, new() { IsFrozen = true },
            .. Enum.GetValues<ConnexionState>().Select(state => new SearchConnexionsRequest { State = state }),
        ])
        {
            var what = string.Join(' ', new[] { request.Text, request.Organisation, request.ClientType?.ToText(), request.Provider, request.State?.ToString(), request.IsFrozen ? "frozen" : null }.OfType<string>());
            yield return Handled($"SearchConnexions: \"{what}\"", () => Get<SearchConnexions>().HandleAsync(support, request, ct));
        }

        yield return Handled("OpenConnexion: /support/connexions/brevo/…", () => Get<OpenConnexion>().HandleAsync(support, "brevo", house.Connexion.Id.ToString(), ct));
        yield return Handled("OpenDashboard: /support/clients/reseau/…", () => Get<OpenDashboard>().HandleAsync(support, ClientTypes.Reseau, house.Network.Reference.Id.ToString(), ct));
        yield return Handled("OpenDashboard: /support/clients/reseau_agence/…", () => Get<OpenDashboard>().HandleAsync(support, ClientTypes.ReseauAgence, house.Agency.Reference.Id.ToString(), ct));
        yield return Handled("GetVerifications: /support/verifications", () => Get<GetVerifications>().HandleAsync(support, ct));
        yield return Handled("ListCollisions: /support/collisions", () => Get<ListCollisions>().HandleAsync(support, new(), ct));
        yield return Handled("CountCollisions: the menu", () => Get<CountCollisions>().HandleAsync(administrator, ct));
        foreach (var (who, actor) in new[] { ("support", support), ("administrators", administrator) })
        {
            yield return Handled($"ListEntries: /journal of {who}", () => Get<ListEntries>().HandleAsync(actor, new(), ct));
            yield return Handled($"ListEntries: /journal of {who}, refused", () => Get<ListEntries>().HandleAsync(actor, new() { Part = JournalPart.RefusedActions }, ct));
        }

        // An administrator's.
        yield return Handled("ListOrganisations: /administration/organisations", () => Get<ListOrganisations>().HandleAsync(administrator, new(), ct));
        yield return Handled("ListOrganisations: the last page", () => Get<ListOrganisations>().HandleAsync(administrator, new(Page: int.MaxValue), ct));
        yield return Handled("ListOrganisations: \"lyon\"", () => Get<ListOrganisations>().HandleAsync(administrator, new("lyon"), ct));
        yield return Handled("ListOrganisations: \"maison mesuree\"", () => Get<ListOrganisations>().HandleAsync(administrator, new("maison mesuree"), ct));
        yield return Handled("GetOrganisation: /administration/organisations/…", () => Get<GetOrganisation>().HandleAsync(administrator, house.Network.OrganisationId, ct));
        yield return Handled("ListNetworks: a new agency", () => Get<ListNetworks>().HandleAsync(administrator, null, ct));
        yield return Handled("ListNetworks: \"maison\"", () => Get<ListNetworks>().HandleAsync(administrator, "maison", ct));
        yield return Handled("ListPeople: /administration/comptes", () => Get<ListPeople>().HandleAsync(administrator, new(), ct));
        yield return Handled("ListPeople: the last page", () => Get<ListPeople>().HandleAsync(administrator, new(Page: int.MaxValue), ct));
        yield return Handled("ListPeople: \"martine\"", () => Get<ListPeople>().HandleAsync(administrator, new("martine"), ct));
        yield return Handled("ListPeople: \"exemple\"", () => Get<ListPeople>().HandleAsync(administrator, new("exemple"), ct));
        yield return Handled("CreateOrganisation: /administration/organisations", () =>
            Get<CreateOrganisation>().HandleAsync(administrator, new($"Nouvelle {number++}", new ClientDraft(ClientType.AgenceIndependante, null, null)), ct));
        yield return Handled("AddClient: /administration/organisations/…", () =>
            Get<AddClient>().HandleAsync(administrator, new(house.Independent.OrganisationId, new ClientDraft(ClientType.AgenceIndependante, $"Filiale {number++}", null)), ct));

        // Jobs.
        yield return ("VerificationJob: what is due next", async () =>
        {
            await using var db = Get<ContextFactory>().Create(DueConnexions.Scope);
            await DueConnexions.NextAsync(db, Get<KeyRing>(), page: 100, new HashSet<Guid>(), DateTime.UtcNow, ct);
        });
        yield return ("RunEnds: the job's runs", () => Get<RunEnds>().HandleAsync(new Dictionary<Guid, DateTime>(), ct));
        yield return ("ClaimDesk: whose key it is", async () =>
            await Get<ClaimDesk>().LookAsync(brevo, house.Independent.Reference, await Get<ClaimDesk>().ValuesOfAsync(brevo, SecretText.From("xkeysib-" + new string('0', 64) + "-0123456789abcdef")!, null, ct), house.Alone.PersonId, ct));

        // The API, over the wire.
        var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", house.Token);
        foreach (var path in new[] { "api/v1/token", "api/v1/connexions", "api/v1/connexions/brevo", "api/v1/usage" })
        {
            yield return ($"GET /{path}", async () =>
            {
                using var answer = await http.GetAsync(path, ct);
                answer.EnsureSuccessStatusCode();
            });
        }

        T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

        PolicyDraft Draft(SharingMode mode) =>
            new(director.Client!.Value, brevo.Code, new SharingTerms(mode, OwnAllowed: true, OwnSenderAllowed: true), new HashSet<Guid>(), From: null);

        static (string, Func<Task>) Handled<T>(string what, Func<Task<Result<T>>> run) => (what, async () => (await run()).Require());
    }

    /// <summary>The handlers that none of them begins with.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<string> measured)
    {
        var known = measured.Select(what => what.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return [.. typeof(UnitsOfWork).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Connexions.Web.Features", StringComparison.Ordinal) == true && type.GetMethod("HandleAsync") is not null && !known.Contains(type.Name))
            .Select(type => type.Name).Order(StringComparer.Ordinal)];
    }
}
