using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Security;

namespace Connexions.Tests.Features.Administration.Accounts;

public sealed class AccountsTests : AdministrationTestBase
{
    private SetPassword SetPassword => Database.Get<SetPassword>();

    [Fact]
    public async Task Disable_EndsEveryTabAndEveryRightAtOnce()
    {
        var agency = await Given.IndependentAsync();
        var actor = await Given.ActorAsync(agency, await Given.PersonAsync(displayName: "Hugo"));
        var ended = Ended();

        Assert.True((await Database.Get<DisableAccount>().HandleAsync(Administrator, actor.PersonId, default)).Succeeded);

        Assert.Equal([(actor.SessionId, SessionEnd.AccountDisabled)], ended);
        Assert.Equal([AccessErrors.Withdrawn], (await Database.Get<ListTeam>().HandleAsync(actor, new(), default)).Errors);
        Assert.True((await ReloadAsync(actor.PersonId)).IsDisabled);
        Assert.Equal("Hugo", Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.AccountDisabled)).Detail!.Subject);
        Assert.Single(await PlatformJournalAsync(AuditAction.AccountDisabled));
    }

    [Fact]
    public async Task Disable_TheLastAdministrator_IsRefused()
    {
        Assert.Equal([AdministrationErrors.LastAdministrator], (await Database.Get<DisableAccount>().HandleAsync(Administrator, Administrator.PersonId, default)).Errors);
        Assert.False((await ReloadAsync(Administrator.PersonId)).IsDisabled);
    }

    [Fact]
    public async Task Enable_OpensTheAccountAgain()
    {
        var person = await Given.PersonAsync();
        (await Database.Get<DisableAccount>().HandleAsync(Administrator, person.Id, default)).Require();
        (await Database.Get<EnableAccount>().HandleAsync(Administrator, person.Id, default)).Require();
        Assert.False((await ReloadAsync(person.Id)).IsDisabled);
        Assert.Single(await PlatformJournalAsync(AuditAction.AccountEnabled));
    }

    [Fact]
    public async Task PasswordLink_SetsANewPasswordOnce()
    {
        var person = await Given.PersonAsync("oubli@exemple.test", "Odile", Password);
        var token = await LinkAsync(person);
        Assert.Equal("oubli@exemple.test", (await SetPassword.FindAsync(person.Id, token, default)).Require());
        var (session, ended) = (await Given.SessionAsync(person.Id), Ended());

        Assert.True((await SetPassword.HandleAsync(Request(person, token, "une autre phrase"), default)).Succeeded);

        Assert.Equal([(session, SessionEnd.PasswordChanged)], ended);
        Assert.Equal(person.Id, Assert.Single(await PlatformJournalAsync(AuditAction.PasswordChanged)).ActorId);
        Assert.Equal([PasswordErrors.LinkUnusable], (await SetPassword.HandleAsync(Request(person, token, "encore une autre"), default)).Errors);
        Assert.Equal([PasswordErrors.LinkUnusable], (await SetPassword.FindAsync(person.Id, token, default)).Errors);
    }

    [Fact]
    public async Task PasswordLink_OfAnAccountDisabledSince_NoLongerWorks()
    {
        var person = await Given.PersonAsync("oubli@exemple.test", "Odile", Password);
        var token = await LinkAsync(person);
        (await Database.Get<DisableAccount>().HandleAsync(Administrator, person.Id, default)).Require();
        Assert.Equal([PasswordErrors.LinkUnusable], (await SetPassword.HandleAsync(Request(person, token, "une autre phrase"), default)).Errors);
    }

    [Fact]
    public async Task PasswordLink_MadeUpOrOfSomebodyElse_IsUnusable()
    {
        var person = await Given.PersonAsync("oubli@exemple.test", "Odile", Password);
        var token = await LinkAsync(await Given.PersonAsync("autre@exemple.test", "Paul", Password));
        foreach (var wrong in new[] { token, "n'importe quoi", "", "AAAA" })
        {
            Assert.Equal([PasswordErrors.LinkUnusable], (await SetPassword.FindAsync(person.Id, wrong, default)).Errors);
        }
    }

    [Fact]
    public async Task PasswordLink_WithATooShortPassword_IsRefusedBesideTheField()
    {
        var person = await Given.PersonAsync("oubli@exemple.test", "Odile", Password);
        var refused = await SetPassword.HandleAsync(Request(person, await LinkAsync(person), "court"), default);
        Assert.Contains(refused.Errors, error => error.Code == PasswordErrors.TooShort.Code && error.Field == nameof(SetPasswordRequest.Password));
    }

    [Fact]
    public async Task PasswordLink_IsRecordedWithoutItsToken()
    {
        var agency = await Given.IndependentAsync();
        var person = await Given.PersonAsync("oubli@exemple.test", "Odile", Password);
        await Given.ActorAsync(agency, person);
        var token = await LinkAsync(person);
        Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.PasswordLinkCreated));
        Assert.Single(await PlatformJournalAsync(AuditAction.PasswordLinkCreated));
        await AssertNowhereAsync(token);
    }

    [Fact]
    public async Task PasswordLink_WithAPasswordThatIsEasyToGuess_IsRefusedBesideTheField_AndEndsNothing()
    {
        var person = await Given.PersonAsync("oubli@exemple.test", "Odile", Password);
        var (token, ended) = (await LinkAsync(person), Ended());
        await Given.SessionAsync(person.Id);

        Assert.Equal([PasswordErrors.TooEasy.On(nameof(SetPasswordRequest.Password))], (await SetPassword.HandleAsync(Request(person, token, "motdepasse123"), default)).Errors);

        Assert.Empty(ended);
        Assert.True((await SetPassword.HandleAsync(Request(person, token, "une autre phrase"), default)).Succeeded);
    }

    /// <summary>The sessions of this server that end from now on.</summary>
    private List<(Guid, SessionEnd)> Ended()
    {
        var ended = new List<(Guid, SessionEnd)>();
        Database.Get<LiveSessions>().SessionEnded += (sessionId, by) => ended.Add((sessionId, by));
        return ended;
    }

    private async Task<string> LinkAsync(Person person) =>
        TokenOf((await Database.Get<CreatePasswordLink>().HandleAsync(Administrator, person.Id, default)).Require().Link);

    private static SetPasswordRequest Request(Person person, string token, string password) => new(person.Id, token, password, password);
}
