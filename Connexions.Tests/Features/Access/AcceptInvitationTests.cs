using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Tests.Features.Administration;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Administration.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Access;

public sealed class AcceptInvitationTests : AdministrationTestBase
{
    private AcceptInvitation Accept => Database.Get<AcceptInvitation>();

    [Fact]
    public async Task Accept_ByANewPerson_MakesAccountAndMembershipAndRecordsIt()
    {
        var agency = await Given.IndependentAsync("Horizon");
        var token = await InviteAsync(agency, "lea@exemple.test");
        Assert.Equal(
            new InvitationView(Role.Responsable, "Horizon", "lea@exemple.test", Database.Clock.UtcNow + Invitation.Lifetime),
            (await Database.Get<FindInvitation>().HandleAsync(token, default)).Require());

        var accepted = (await Accept.HandleAsync(New(token, "Léa Petit"), default)).Require();

        var person = await ReloadAsync(accepted.PersonId);
        Assert.Equal(("lea@exemple.test", "Léa Petit", "lea petit"), (person.Email, person.DisplayName, person.DisplayNameFolded));
        var membership = await MembershipAsync(accepted.MembershipId);
        Assert.Equal((Role.Responsable, agency.Client, person.Id), (membership!.Role, membership.Owner, membership.PersonId));
        var entry = Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.InvitationAccepted));
        Assert.Equal((person.Id, agency.Client, "lea@exemple.test"), (entry.ActorId!.Value, entry.Owner, entry.Detail!.Subject));
        var actor = new Actor(person.Id, await Given.SessionAsync(person.Id), membership.MembershipId, membership.Role, membership.OrganisationId, membership.Owner);
        Assert.Single((await Database.Get<ListTeam>().HandleAsync(actor, new(), default)).Require().Own.Members);
        await AssertNowhereAsync(token);
    }

    [Fact]
    public async Task Accept_ByAnExistingAccount_AddsTheMembershipToIt()
    {
        var agency = await Given.IndependentAsync();
        var person = await Given.PersonAsync("lea@exemple.test", "Léa Petit", Password);
        var token = await InviteAsync(agency, "LEA@exemple.test");
        var accepted = (await Accept.HandleAsync(Existing(token), default)).Require();
        Assert.Equal(person.Id, accepted.PersonId);
        Assert.Equal(agency.Client, (await MembershipAsync(accepted.MembershipId))!.Owner);
        Assert.Equal(2, await CountPeopleAsync());
    }

    [Fact]
    public async Task Accept_AddressAndPasswordTypedInAnotherWay_IsTheSameAccount()
    {
        var person = await Given.PersonAsync("léa@évreux.fr", "Léa Petit", "une clé légère");
        var token = await InviteAsync(await Given.IndependentAsync(), "Le\u0301a@xn--vreux-9ra.fr");

        var accepted = (await Accept.HandleAsync(Existing(token, "une cle\u0301 le\u0301ge\u0300re"), default)).Require();

        Assert.Equal(person.Id, accepted.PersonId);
        Assert.Equal("léa@évreux.fr", (await ReloadAsync(person.Id)).Email);
    }

    [Fact]
    public async Task Accept_WithAWrongPassword_CountsTowardsTheLockOutAndLeavesTheInvitationOpen()
    {
        await Given.PersonAsync("lea@exemple.test", "Léa Petit", Password);
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal([InvitationErrors.WrongPassword], (await Accept.HandleAsync(Existing(token, "ce n’est pas elle"), default)).Errors);
        }

        Assert.Equal([InvitationErrors.WrongPassword], (await Accept.HandleAsync(Existing(token), default)).Errors);
        Assert.True((await Database.Get<FindInvitation>().HandleAsync(token, default)).Succeeded);
    }

    [Fact]
    public async Task Accept_WithThePasswordOfADisabledAccount_IsRefused()
    {
        var person = await Given.PersonAsync("lea@exemple.test", "Léa Petit", Password);
        (await Database.Get<DisableAccount>().HandleAsync(Administrator, person.Id, default)).Require();
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        Assert.Equal([InvitationErrors.WrongPassword], (await Accept.HandleAsync(Existing(token), default)).Errors);
    }

    [Fact]
    public async Task Accept_SayingToHaveAnAccountWithoutOne_AnswersAsForAWrongPassword()
    {
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        Assert.Equal([InvitationErrors.WrongPassword], (await Accept.HandleAsync(Existing(token), default)).Errors);
    }

    [Fact]
    public async Task Accept_AsNewWhereAnAccountExists_ChangesNothing()
    {
        var agency = await Given.IndependentAsync();
        var person = await Given.PersonAsync("lea@exemple.test", "Léa Petit", Password);
        var before = (await ReloadAsync(person.Id)).PasswordHash;
        var token = await InviteAsync(agency, "lea@exemple.test");
        Assert.Equal([InvitationErrors.AccountExists], (await Accept.HandleAsync(New(token, "Une autre"), default)).Errors);
        Assert.Equal(before, (await ReloadAsync(person.Id)).PasswordHash);
        Assert.Empty(await JournalAsync(agency.OrganisationId, AuditAction.InvitationAccepted));
        Assert.True((await Accept.HandleAsync(Existing(token), default)).Succeeded);
    }

    [Fact]
    public async Task Accept_ASecondTime_IsUnusable()
    {
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        (await Accept.HandleAsync(New(token, "Léa"), default)).Require();
        Assert.Equal([InvitationErrors.Unusable], (await Accept.HandleAsync(New(token, "Léa"), default)).Errors);
        Assert.Equal([InvitationErrors.Unusable], (await Accept.HandleAsync(Existing(token), default)).Errors);
        Assert.Equal([InvitationErrors.Unusable], (await Database.Get<FindInvitation>().HandleAsync(token, default)).Errors);
    }

    [Fact]
    public async Task Accept_Expired_IsUnusable()
    {
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        Database.Clock.Advance(Invitation.Lifetime);
        Assert.Equal([InvitationErrors.Unusable], (await Accept.HandleAsync(New(token, "Léa"), default)).Errors);
        Assert.Equal(1, await CountPeopleAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jamais-donné")]
    public async Task Accept_Unknown_IsUnusable(string? token)
    {
        Assert.Equal([InvitationErrors.Unusable], (await Accept.HandleAsync(New(token, "Léa"), default)).Errors);
    }

    [Fact]
    public async Task Accept_Withdrawn_IsUnusable()
    {
        var agency = await Given.IndependentAsync();
        var issued = (await Database.Get<Invite>().HandleAsync(Administrator, new(Role.Responsable, agency.Client, "lea@exemple.test"), default)).Require();
        (await Database.Get<WithdrawInvitation>().HandleAsync(Administrator, new(agency.Client, issued.InvitationId), default)).Require();
        Assert.Equal([InvitationErrors.Unusable], (await Accept.HandleAsync(New(TokenOf(issued.Link), "Léa"), default)).Errors);
    }

    [Fact]
    public async Task Accept_TwoBrowsersAtOnce_ExactlyOneWins()
    {
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Accept.HandleAsync(New(token, "Léa"), default))));
        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.Equal(2, await CountPeopleAsync());
    }

    [Fact]
    public async Task Accept_BySomebodyWhoWorksThereAlready_KeepsTheOneMembership()
    {
        var agency = await Given.IndependentAsync();
        var person = await Given.PersonAsync("lea@exemple.test", "Léa", Password);
        var token = await InviteAsync(agency, "lea@exemple.test");
        var actor = await Given.ActorAsync(agency, person);
        Assert.Equal(actor.MembershipId, (await Accept.HandleAsync(Existing(token), default)).Require().MembershipId);
    }

    [Fact]
    public async Task Accept_WithMistakes_SaysEachBesideItsField()
    {
        var token = await InviteAsync(await Given.IndependentAsync(), "lea@exemple.test");
        var empty = await Accept.HandleAsync(new AcceptInvitationRequest(token, HasAccount: false, null, " ", ""), default);
        Assert.Equal([TextErrors.Required.On("Name"), TextErrors.Required.On("Password")], empty.Errors);
        var different = await Accept.HandleAsync(New(token, "Léa") with { PasswordAgain = "autre chose" }, default);
        Assert.Equal([PasswordErrors.NotTheSame.On("PasswordAgain")], different.Errors);
        var tooShort = await Accept.HandleAsync(New(token, "Léa", "court"), default);
        Assert.Contains(tooShort.Errors, error => error.Code == PasswordErrors.TooShort.Code && error.Field == "Password");
        Assert.Equal(1, await CountPeopleAsync());
    }

    [Fact]
    public async Task FirstAdministrator_IsInvitedOnlyWhileThereIsNone()
    {
        await using var empty = await EmptyAsync();
        var first = empty.Get<FirstAdministrator>();
        var lost = TokenOf((await first.InviteAsync(default))!);
        var token = TokenOf((await first.InviteAsync(default))!);
        var accept = empty.Get<AcceptInvitation>();
        Assert.Equal([InvitationErrors.Unusable], (await accept.HandleAsync(First(lost), default)).Errors);

        var view = (await empty.Get<FindInvitation>().HandleAsync(token, default)).Require();
        Assert.Equal((Role.Administrateur, null, null), (view.Role, view.ClientName, view.Email));
        Assert.Equal([TextErrors.Required.On("Email")], (await accept.HandleAsync(First(token) with { Email = null }, default)).Errors);
        var accepted = (await accept.HandleAsync(First(token), default)).Require();

        Assert.Null(await first.InviteAsync(default));
        await using var db = empty.Contexts.CreateUnstamped();
        var person = await db.Set<Person>().SingleAsync();
        var actor = new Actor(person.Id, await empty.Given.SessionAsync(person.Id), accepted.MembershipId, Role.Administrateur, Organisation.Platform, null);
        Assert.True((await empty.Get<CreateOrganisation>().HandleAsync(actor, new("Première", new(ClientType.Reseau, null, null)), default)).Succeeded);
    }

    private static AcceptInvitationRequest First(string token) => New(token, "Amélie") with { Email = "amelie@exemple.test" };

    private static AcceptInvitationRequest New(string? token, string name, string password = Password) =>
        new(token, HasAccount: false, Email: null, name, password) { PasswordAgain = password };

    private static AcceptInvitationRequest Existing(string token, string password = Password) =>
        new(token, HasAccount: true, Email: null, Name: null, password);

    private async Task<string> InviteAsync(Place place, string email) =>
        TokenOf((await Database.Get<Invite>().HandleAsync(Administrator, new(Role.Responsable, place.Client, email), default)).Require().Link);

    private async Task<int> CountPeopleAsync()
    {
        await using var db = Database.Contexts.CreateUnstamped();
        return await db.Set<Person>().CountAsync();
    }
}
