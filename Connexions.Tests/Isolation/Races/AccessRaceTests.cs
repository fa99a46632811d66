using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Isolation.Races;

/// <summary>Rights, invitations and tokens.</summary>
public abstract class AccessRaceTests(DatabaseProvider on) : RaceTestBase(on)
{
    [DatabaseFact]
    public async Task Write_WhoseRightIsWithdrawnMeanwhile_IsThereBeforeTheWithdrawal()
    {
        var administrator = await Given.AdministratorAsync();

        var outcome = await BesideAsync(
            () => CreateTokenAsync("Site"),
            () => Database.Get<WithdrawMembership>().HandleAsync(administrator, Manager.MembershipId, CancellationToken.None));

        Assert.True(outcome is { First.Succeeded: true, Second.Succeeded: true, Waited: true });
        Assert.Equal(
            [AuditAction.ServiceTokenCreated, AuditAction.MembershipWithdrawn],
            await JournalAsync(Lyon, AuditAction.ServiceTokenCreated, AuditAction.MembershipWithdrawn));
    }

    [DatabaseFact]
    public async Task Write_BegunWhileItsRightIsBeingWithdrawn_IsRefused()
    {
        var administrator = await Given.AdministratorAsync();

        var outcome = await BesideAsync(
            () => Database.Get<WithdrawMembership>().HandleAsync(administrator, Manager.MembershipId, CancellationToken.None),
            () => CreateTokenAsync("Site"));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([AccessErrors.Withdrawn], outcome.Second.Errors);
    }

    [DatabaseFact]
    public async Task Write_OfAnAccountThatIsDisabledMeanwhile_IsThereBefore()
    {
        var administrator = await Given.AdministratorAsync();

        var outcome = await BesideAsync(
            () => CreateTokenAsync("Site"),
            () => Database.Get<DisableAccount>().HandleAsync(administrator, Manager.PersonId, CancellationToken.None));

        Assert.True(outcome is { First.Succeeded: true, Second.Succeeded: true, Waited: true });
    }

    [DatabaseFact]
    public async Task Write_OfASignInThatANewPasswordEndsMeanwhile_IsThereBefore()
    {
        var administrator = await Given.AdministratorAsync();
        var link = (await Database.Get<CreatePasswordLink>().HandleAsync(administrator, Manager.PersonId, CancellationToken.None)).Require().Link;

        var outcome = await BesideAsync(
            () => CreateTokenAsync("Site"),
            () => Database.Get<SetPassword>().HandleAsync(new(Manager.PersonId, TokenOf(link), Password, Password), CancellationToken.None));

        Assert.True(outcome is { First.Succeeded: true, Second.Succeeded: true, Waited: true });
        Assert.Equal([AccessErrors.Withdrawn], (await CreateTokenAsync("Caisse")).Errors);
    }

    [DatabaseFact]
    public async Task Administrators_WhoRemoveEachOtherAtOnce_LeaveOne()
    {
        var (one, other) = (await Given.AdministratorAsync(), await Given.AdministratorAsync());

        var outcome = await BesideAsync(
            () => Database.Get<WithdrawMembership>().HandleAsync(one, other.MembershipId, CancellationToken.None),
            () => Database.Get<DisableAccount>().HandleAsync(other, one.PersonId, CancellationToken.None));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([AccessErrors.Withdrawn], outcome.Second.Errors);
    }

    [DatabaseFact]
    public async Task Token_OfOneNameMadeTwiceAtOnce_IsMadeOnce()
    {
        var outcome = await TwiceAsync(() => CreateTokenAsync("Site"));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([TokenErrors.NameTaken.Code], outcome.Second.Errors.Select(error => error.Code));
    }

    [DatabaseFact]
    public async Task Token_MadeTwiceAtOnceWhereOneMoreIsAllowed_IsMadeOnce()
    {
        for (var number = 1; number < CreateToken.MostOpen; number++)
        {
            await Given.TokenAsync(Lyon);
        }

        var colleague = await Given.ActorAsync(Lyon);
        var outcome = await BesideAsync(() => CreateTokenAsync("Site"), () => CreateTokenAsync("Caisse", colleague));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([TokenErrors.TooMany.Code], outcome.Second.Errors.Select(error => error.Code));
        Assert.Equal(CreateToken.MostOpen, await ReadAsync(Lyon.MemberScope, db => db.ServiceTokens.CountAsync()));
    }

    [DatabaseFact]
    public async Task Token_RevokedTwiceAtOnce_IsRevokedOnce()
    {
        var (token, _) = await Given.TokenAsync(Lyon);
        var colleague = await Given.ActorAsync(Lyon);

        var outcome = await BesideAsync(() => RevokeAsync(Manager), () => RevokeAsync(colleague));

        Assert.Equal([TokenErrors.AlreadyRevoked], outcome.Second.Errors);
        Assert.Single(await JournalAsync(Lyon, AuditAction.ServiceTokenRevoked));

        Task<Result<Done>> RevokeAsync(Actor actor) => Database.Get<RevokeToken>().HandleAsync(actor, new(Lyon.Reference, token.TokenId), CancellationToken.None);
    }

    /// <summary>A network's director and the agency's own manager decide about the same agency.</summary>
    [DatabaseFact]
    public async Task Invitation_OfOneAddressMadeByTwoAtOnce_LeavesOneLink()
    {
        var outcome = await BesideAsync(() => InviteAsync(Director), () => InviteAsync(Manager));

        Assert.True(outcome is { First.Succeeded: true, Second.Succeeded: true });
        Assert.Equal(
            [outcome.Second.Value.InvitationId],
            await ReadAsync(Lyon.JobScope, db => db.Invitations.Where(row => row.WithdrawnAt == null).Select(row => row.InvitationId).ToListAsync()));
    }

    [DatabaseFact]
    public async Task Invitation_MadeWhileTheFirstOneIsAccepted_IsRefused()
    {
        await Given.PersonAsync("lea@exemple.test", password: Password);
        var token = TokenOf((await InviteAsync(Manager)).Require().Link);

        var outcome = await BesideAsync(() => AcceptAsync(token), () => InviteAsync(Manager));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([InvitationErrors.AlreadyMember], outcome.Second.Errors);
    }

    [DatabaseFact]
    public async Task Invitation_AcceptedTwiceAtOnce_IsAcceptedOnce()
    {
        await Given.PersonAsync("lea@exemple.test", password: Password);
        var token = TokenOf((await InviteAsync(Manager)).Require().Link);

        var outcome = await TwiceAsync(() => AcceptAsync(token));

        Assert.True(outcome.First.Succeeded);
        Assert.Equal([InvitationErrors.Unusable], outcome.Second.Errors);
    }

    [DatabaseFact]
    public async Task FirstAdministrator_InvitedByTwoServersAtOnce_HasOneLink()
    {
        await using var second = Database.Reopen(SetUp with { Clock = Database.Clock });

        var outcome = await BesideAsync(
            () => Database.Get<FirstAdministrator>().InviteAsync(CancellationToken.None),
            () => second.Get<FirstAdministrator>().InviteAsync(CancellationToken.None));

        var open = await ReadAsync(
            new ActingScope.Job("test", Organisation.Platform), db => db.Invitations.Where(row => row.WithdrawnAt == null).ToListAsync());
        Assert.Equal(Invitation.Hash(TokenOf(outcome.Second!)), Assert.Single(open).TokenHash);
    }

    private Task<Result<CreatedToken>> CreateTokenAsync(string name, Actor? actor = null) => Database.Get<CreateToken>().HandleAsync(
        actor ?? Manager, new(Lyon.Reference) { Name = name, Providers = ["brevo"], Purposes = Purposes.Emails }, CancellationToken.None);

    private Task<Result<IssuedInvitation>> InviteAsync(Actor actor) =>
        Database.Get<Invite>().HandleAsync(actor, new(Role.Responsable, Lyon.Client, "lea@exemple.test"), CancellationToken.None);

    private Task<Result<AcceptedInvitation>> AcceptAsync(string token) =>
        Database.Get<AcceptInvitation>().HandleAsync(new(token, HasAccount: true, Email: null, Name: null, Password), CancellationToken.None);
}

public sealed class AccessRacesOnSqlite() : AccessRaceTests(DatabaseProvider.Sqlite);

public sealed class AccessRacesOnSqlServer() : AccessRaceTests(DatabaseProvider.SqlServer), IOnSqlServer;
