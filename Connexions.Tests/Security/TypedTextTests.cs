using System.Reflection;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Claims;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Administration.Organisations;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Requests;
using Connexions.Web.Features.Support;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Features.Verifications.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Security;

/// <summary>
/// Screens withhold a key that is typed into a text; what holds is the handlers: each refuses it, in every text it
/// takes. Which texts there are is read off the requests themselves.
/// </summary>
public sealed class TypedTextTests : IAsyncLifetime
{
    /// <summary>Strings of requests that no person types, or that are secrets and checked as such.</summary>
    private static readonly string[] NoTexts =
    [
        // Codes of the catalogue, and names that the page knows itself.
        "*.Provider", "SendTestMailRequest.ClientName", "SendMailThroughGatewayRequest.ClientName",
        // Secrets.
        "AcceptInvitationRequest.Token", "AcceptInvitationRequest.Password", "AcceptInvitationRequest.PasswordAgain",
        "ReplacePasswordRequest.Current", "ReplacePasswordRequest.New", "ReplacePasswordRequest.Again",
        "SetPasswordRequest.Token", "SetPasswordRequest.Password", "SetPasswordRequest.PasswordAgain",
        "ReplacePasswordRequest.Current", "ReplacePasswordRequest.New", "ReplacePasswordRequest.Again",
        // Read as a day or a number, and nothing of them is kept or repeated.
        "CreateTokenRequest.Day", "CreateTokenRequest.CallsPerMinute",
        // From the provider's answer.
        "ContestClaimRequest.AccountId",
    ];

    private TestDatabase database = null!;
    private Actor director = null!;
    private Actor manager = null!;
    private Actor support = null!;
    private Actor administrator = null!;
    private Guid asked;
    private string invitation = "";

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new()
        {
            Services = services =>
            {
                services.AddIntegrations().AddAccess().AddSharing().AddTokens().AddSupport().AddClaims();
                services.AddAdministration();
            },
        });
        var network = await database.Given.NetworkAsync();
        var agency = await database.Given.AgencyAsync(network);
        await database.Given.RequestAndNoticeAsync(agency);
        director = await database.Given.ActorAsync(network);
        manager = await database.Given.ActorAsync(agency);
        support = await database.Given.SupportAsync();
        administrator = await database.Given.AdministratorAsync();
        database.Get<SupportSittings>().Start(support, "contrôle");
        await using var db = database.Open(agency.MemberScope);
        asked = await db.Set<SharingRequest>().Select(row => row.RequestId).SingleAsync();
        var link = await database.Get<Invite>().HandleAsync(administrator, new(Role.Responsable, agency.Client, "invitee@exemple.test"), default);
        invitation = link.Require().Link.Under("https://exemple.test").Split('/')[^1];
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Key_InAnyTextOfAnyRequest_IsRefusedBesideItsField()
    {
        foreach (var (text, handle) in Handlers)
        {
            var key = Planted.Brevo();
            // An address that would do, were it not for the key.
            var errors = await handle(text.EndsWith("Email", StringComparison.Ordinal) ? $"{key}@exemple.test" : $"voici {key}");

            Assert.True(errors.Any(error => error.Code == TextErrors.LooksLikeKey.Code && error.Field is not null), $"{text}: {string.Join(' ', errors.Select(error => error.Code))}");
            Assert.DoesNotContain(errors, error => string.Join(' ', [error.ToString(), .. error.Arguments]).Contains(key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Requests_HaveNoTextThatIsNotTried()
    {
        var texts =
            from type in typeof(SaveConnexion).Assembly.GetTypes()
            where type.Name.EndsWith("Request", StringComparison.Ordinal) || type == typeof(ClientDraft)
            where type.Namespace!.StartsWith("Connexions.Web.Features", StringComparison.Ordinal) && type.GetMethod("<Clone>$") is not null
            where typeof(SaveConnexion).Assembly.GetTypes().Any(handler => handler.GetMethods(BindingFlags.Public | BindingFlags.Instance).Any(method =>
                method.Name is "HandleAsync" or "CreateAsync" && method.GetParameters().Any(parameter => parameter.ParameterType == type))) || type == typeof(ClientDraft)
            from property in type.GetProperties()
            where property.PropertyType == typeof(string) || typeof(IReadOnlyDictionary<FieldKind, string?>).IsAssignableFrom(property.PropertyType)
            let name = $"{type.Name}.{property.Name}"
            where !NoTexts.Contains(name) && !NoTexts.Contains($"*.{property.Name}")
            select name;

        var tried = Handlers.Select(one => string.Join('.', one.Text.Split('.')[..2])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        // A new text belongs into Handlers, or, if nobody types it, into NoTexts.
        Assert.Equal(texts.Order(StringComparer.Ordinal), tried);
    }

    private List<(string Text, Func<string, Task<IReadOnlyList<Error>>> HandleAsync)> Handlers =>
    [
        .. new[] { FieldKind.AccountEmail, FieldKind.AccountName, FieldKind.SenderEmail, FieldKind.SenderName }.Select(kind => Of<SaveConnexion, SavedConnexion>(
            $"SaveConnexionRequest.Values.{kind}",
            (save, text) => save.HandleAsync(manager, new(manager.Client!.Value, "brevo", null, new Dictionary<FieldKind, string?> { [kind] = text }, null), default))),
        Of<SaveOwnSender, EffectiveView>("SaveOwnSenderRequest.Email", (save, text) => save.HandleAsync(manager, new(manager.Client!.Value, "brevo", null, text, null), default)),
        Of<SaveOwnSender, EffectiveView>("SaveOwnSenderRequest.Name", (save, text) => save.HandleAsync(manager, new(manager.Client!.Value, "brevo", null, "a@exemple.test", text), default)),
        Of<RequestSharing, Done>("RequestSharingRequest.Message", (ask, text) => ask.HandleAsync(manager, new(manager.Client!.Value, "brevo", text), default)),
        Of<AnswerRequest, AnsweredRequest>("AnswerRequestRequest.Answer", (answer, text) => answer.HandleAsync(director, new(manager.Client!.Value, asked, Accept: false, text), default)),
        Of<FreezeConnexion, ConnexionView>("FreezeConnexionRequest.Reason", (freeze, text) => freeze.HandleAsync(manager, new(manager.Client!.Value, "brevo", Guid.NewGuid(), text), default)),
        Of<ContestClaim, ContestedClaim>("ContestClaimRequest.Reason", (contest, text) => contest.HandleAsync(manager, new(manager.Client!.Value, "brevo", text, Key: null), default)),
        Of<SettleCollision, Done>("SettleCollisionRequest.Reason", (settle, text) => settle.HandleAsync(administrator, new(Guid.NewGuid(), Settlement.KeepFirst, text, []), default)),
        Of<StartSitting, SupportSitting>("StartSittingRequest.Reason", (start, text) => start.HandleAsync(support, new(text), default)),
        Of<SearchConnexions, FoundConnexions>("SearchConnexionsRequest.Text", (search, text) => search.HandleAsync(support, new() { Text = text }, default)),
        Of<SearchConnexions, FoundConnexions>("SearchConnexionsRequest.Organisation", (search, text) => search.HandleAsync(support, new() { Organisation = text }, default)),
        Of<CreateToken, CreatedToken>("CreateTokenRequest.Name", (create, text) => create.HandleAsync(manager, new(manager.Client!.Value) { Name = text }, default)),
        Of<CreateToken, CreatedToken>("CreateTokenRequest.Ranges", (create, text) => create.HandleAsync(manager, new(manager.Client!.Value) { Ranges = text }, default)),
        Of<Invite, IssuedInvitation>("InviteRequest.Email", (invite, text) => invite.HandleAsync(administrator, new(Role.Responsable, manager.Client, text), default)),
        // The invitation names its address itself; the one asked for with those that name none is read alike.
        Of<AcceptInvitation, AcceptedInvitation>("AcceptInvitationRequest.Name", (accept, text) => accept.HandleAsync(new(invitation, HasAccount: false, null, text, "p"), default)),
        Of<AcceptInvitation, AcceptedInvitation>("AcceptInvitationRequest.Email", async (accept, text) => await accept.HandleAsync(new(await OpenInvitationAsync(), HasAccount: false, text, "Léa", "p"), default)),
        Of<CreateOrganisation, Guid>("CreateOrganisationRequest.Nom", (create, text) => create.HandleAsync(administrator, new(text, new(ClientType.Reseau, null, null)), default)),
        Of<CreateOrganisation, Guid>("ClientDraft.Nom", (create, text) => create.HandleAsync(administrator, new("Nom", new(ClientType.Reseau, text, null)), default)),
        Of<ListTeam, Team>("ListTeamRequest.Search", (list, text) => list.HandleAsync(director, new(text), default)),
        Of<ListPeople, PeopleList>("ListPeopleRequest.Search", (list, text) => list.HandleAsync(administrator, new(text), default)),
        Of<ListOrganisations, Web.Shared.Pages.PageOf<OrganisationRow>>("ListOrganisationsRequest.Search", (list, text) => list.HandleAsync(administrator, new(text), default)),
    ];

    private async Task<string> OpenInvitationAsync()
    {
        var (open, token) = Invitation.Create(Role.Administrateur, Organisation.Platform, client: null, email: null, database.Clock.UtcNow);
        await using var db = database.Open(Place.Platform.JobScope);
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(open);
        db.Record(AuditEntry.Create(new AuditFacts(Organisation.Platform, AuditAction.InvitationCreated), personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, database.Clock.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return token;
    }

    private (string, Func<string, Task<IReadOnlyList<Error>>>) Of<THandler, TResult>(string text, Func<THandler, string, Task<Result<TResult>>> handle)
        where THandler : notnull => (text, async typed => (await handle(database.Get<THandler>(), typed)).Errors);
}
