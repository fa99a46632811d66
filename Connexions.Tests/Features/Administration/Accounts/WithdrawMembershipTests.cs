using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Security;

namespace Connexions.Tests.Features.Administration.Accounts;

public sealed class WithdrawMembershipTests : AdministrationTestBase
{
    private WithdrawMembership Withdraw => Database.Get<WithdrawMembership>();

    [Fact]
    public async Task Withdraw_EndsItsTabsAndTheNextHandlerRefuses()
    {
        var agency = await Given.IndependentAsync("Horizon");
        var actor = await Given.ActorAsync(agency, await Given.PersonAsync(displayName: "Hugo Lefèvre"));
        var ended = new List<Guid>();
        Database.Get<LiveSessions>().MembershipWithdrawn += ended.Add;
        Assert.True((await Database.Get<ListTeam>().HandleAsync(actor, new(), default)).Succeeded);

        Assert.True((await Withdraw.HandleAsync(Administrator, actor.MembershipId, default)).Succeeded);

        Assert.Equal([actor.MembershipId], ended);
        Assert.Equal([AccessErrors.Withdrawn], (await Database.Get<ListTeam>().HandleAsync(actor, new(), default)).Errors);
        var entry = Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.MembershipWithdrawn));
        Assert.Equal((agency.Client, Administrator.PersonId, "Hugo Lefèvre"), (entry.Owner, entry.ActorId!.Value, entry.Detail!.Subject));
        Assert.Equal("Hugo Lefèvre · Horizon", Assert.Single(await PlatformJournalAsync(AuditAction.MembershipWithdrawn)).Detail!.Subject);
    }

    [Fact]
    public async Task Withdraw_OfTheLastAdministrator_IsRefusedAndNothingChanges()
    {
        var ended = new List<Guid>();
        Database.Get<LiveSessions>().MembershipWithdrawn += ended.Add;
        Assert.Equal([AdministrationErrors.LastAdministrator], (await Withdraw.HandleAsync(Administrator, Administrator.MembershipId, default)).Errors);
        Assert.NotNull(await MembershipAsync(Administrator.MembershipId));
        Assert.Empty(await PlatformJournalAsync(AuditAction.MembershipWithdrawn));
        Assert.Empty(ended);
    }

    [Fact]
    public async Task Withdraw_OfOneOfTwoAdministrators_Succeeds()
    {
        var other = await Given.AdministratorAsync();
        Assert.True((await Withdraw.HandleAsync(Administrator, other.MembershipId, default)).Succeeded);
        Assert.Single(await PlatformJournalAsync(AuditAction.MembershipWithdrawn));
    }

    [Fact]
    public async Task Withdraw_WhenTheOtherAdministratorIsDisabled_IsRefused()
    {
        var other = await Given.AdministratorAsync();
        (await Database.Get<DisableAccount>().HandleAsync(Administrator, other.PersonId, default)).Require();
        Assert.Equal([AdministrationErrors.LastAdministrator], (await Withdraw.HandleAsync(Administrator, Administrator.MembershipId, default)).Errors);
    }

    [Fact]
    public async Task Withdraw_EachOtherAtOnce_LeavesAnAdministrator()
    {
        var other = await Given.AdministratorAsync();
        var outcomes = await Task.WhenAll(
            Task.Run(() => Withdraw.HandleAsync(Administrator, other.MembershipId, default)),
            Task.Run(() => Withdraw.HandleAsync(other, Administrator.MembershipId, default)));
        Assert.Single(outcomes, outcome => outcome.Succeeded);
    }
}
