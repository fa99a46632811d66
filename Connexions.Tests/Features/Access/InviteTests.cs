using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Tests.Features.Administration;
using Connexions.Tests.Support;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Access;

public sealed class InviteTests : AdministrationTestBase
{
    public enum Who
    {
        Director,
        AgencyManager,
        IndependentManager,
        Support,
        Administrator,
    }

    public enum Target
    {
        Network,
        Agency,
        SiblingAgency,
        OtherNetwork,
        OtherAgency,
        Independent,
        Unknown,
        Platform,
    }

    private Invite Invite => Database.Get<Invite>();

    public static TheoryData<Who, Role, Target, bool> EveryCombination()
    {
        var allowed = new HashSet<(Who, Role, Target)>
        {
            (Who.Director, Role.Responsable, Target.Agency),
            (Who.Director, Role.Responsable, Target.SiblingAgency),
            (Who.AgencyManager, Role.Responsable, Target.Agency),
            (Who.IndependentManager, Role.Responsable, Target.Independent),
            (Who.Administrator, Role.Directeur, Target.Network),
            (Who.Administrator, Role.Directeur, Target.OtherNetwork),
            (Who.Administrator, Role.Responsable, Target.Agency),
            (Who.Administrator, Role.Responsable, Target.SiblingAgency),
            (Who.Administrator, Role.Responsable, Target.OtherAgency),
            (Who.Administrator, Role.Responsable, Target.Independent),
            (Who.Administrator, Role.Support, Target.Platform),
            (Who.Administrator, Role.Administrateur, Target.Platform),
        };
        var data = new TheoryData<Who, Role, Target, bool>();
        foreach (var who in Enum.GetValues<Who>())
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                foreach (var target in Enum.GetValues<Target>())
                {
                    data.Add(who, role, target, allowed.Contains((who, role, target)));
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryCombination))]
    public async Task Invite_EachRoleForEachClient_IsAllowedExactlyAsDesigned(Who who, Role role, Target target, bool allowed)
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network);
        var other = await Given.NetworkAsync();
        var independent = await Given.IndependentAsync();
        var actor = who switch
        {
            Who.Director => await Given.ActorAsync(network),
            Who.AgencyManager => await Given.ActorAsync(agency),
            Who.IndependentManager => await Given.ActorAsync(independent),
            Who.Support => await Given.SupportAsync(),
            _ => Administrator,
        };
        ClientRef? client = target switch
        {
            Target.Network => network.Reference,
            Target.Agency => agency.Reference,
            // It even shares the organisation of the agency: only the client counts.
            Target.SiblingAgency => (await Given.AgencyAsync(network, sibling: agency)).Reference,
            Target.OtherNetwork => other.Reference,
            Target.OtherAgency => (await Given.AgencyAsync(other)).Reference,
            Target.Independent => independent.Reference,
            Target.Unknown => new ClientRef(ClientType.ReseauAgence, Guid.NewGuid()),
            _ => null,
        };

        var result = await Invite.HandleAsync(actor, new InviteRequest(role, client, "lea@exemple.test"), default);

        Assert.Equal(allowed, result.Succeeded);
        await using var db = Database.Open(new ActingScope.Administration(Guid.Empty));
        var stored = await db.Across<Invitation>().ToListAsync();
        Assert.Equal(allowed ? [(role, client)] : Array.Empty<(Role, ClientRef?)>(), stored.Select(row => (row.Role, row.Owner)));
    }

    [Fact]
    public async Task Invite_ShowsTheTokenOnceAndKeepsItNowhere()
    {
        var agency = await Given.IndependentAsync("Horizon");
        var actor = await Given.ActorAsync(agency);
        var issued = (await Invite.HandleAsync(actor, new(Role.Responsable, agency.Client, " lea@exemple.test "), default)).Require();
        var token = TokenOf(issued.Link);

        Assert.Equal("lea@exemple.test", issued.Email);
        Assert.Equal(Database.Clock.UtcNow + Invitation.Lifetime, issued.ExpiresAt);
        Assert.DoesNotContain(token, issued.ToString(), StringComparison.Ordinal);
        Assert.True((await Database.Get<FindInvitation>().HandleAsync(token, default)).Succeeded);
        Assert.Equal("lea@exemple.test", Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.InvitationCreated)).Detail!.Subject);
        await AssertNowhereAsync(token);
    }

    [Fact]
    public async Task Invite_ByAnAdministrator_IsInThePlatformsJournalToo()
    {
        var agency = await Given.IndependentAsync("Horizon");
        (await Invite.HandleAsync(Administrator, new(Role.Responsable, agency.Client, "lea@exemple.test"), default)).Require();
        Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.InvitationCreated));
        Assert.Equal("lea@exemple.test · Horizon", Assert.Single(await PlatformJournalAsync(AuditAction.InvitationCreated)).Detail!.Subject);
    }

    [Fact]
    public async Task Invite_AnAddressWithAndWithoutAccount_AnswersAlike()
    {
        var agency = await Given.IndependentAsync();
        var actor = await Given.ActorAsync(agency);
        await Given.PersonAsync("connue@exemple.test");
        Assert.True((await Invite.HandleAsync(actor, new(Role.Responsable, agency.Client, "connue@exemple.test"), default)).Succeeded);
        Assert.True((await Invite.HandleAsync(actor, new(Role.Responsable, agency.Client, "inconnue@exemple.test"), default)).Succeeded);
    }

    [Fact]
    public async Task Invite_SomebodyOfTheTeam_IsSaidBesideTheAddress()
    {
        var agency = await Given.IndependentAsync();
        var actor = await Given.ActorAsync(agency, await Given.PersonAsync("hugo@exemple.test"));
        var refused = await Invite.HandleAsync(actor, new(Role.Responsable, agency.Client, "HUGO@exemple.test"), default);
        Assert.Equal([InvitationErrors.AlreadyMember], refused.Errors);
    }

    [Theory]
    [InlineData(null, "Text.Required")]
    [InlineData("pas une adresse", "Text.EmailInvalid")]
    public async Task Invite_WithoutAnAddress_SaysSoBesideIt(string? email, string code)
    {
        var agency = await Given.IndependentAsync();
        var refused = await Invite.HandleAsync(await Given.ActorAsync(agency), new(Role.Responsable, agency.Client, email), default);
        Assert.Equal([new Error(code, nameof(InviteRequest.Email))], refused.Errors);
        Assert.Equal("Text.Required", TextErrors.Required.Code);
    }

    [Fact]
    public async Task Invite_TheSameAddressAgain_EndsTheEarlierLink()
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network);
        var director = await Given.ActorAsync(network);
        var first = (await Invite.HandleAsync(director, new(Role.Responsable, agency.Client, "lea@exemple.test"), default)).Require();
        var second = (await Invite.HandleAsync(director, new(Role.Responsable, agency.Client, "Lea@exemple.test"), default)).Require();
        Assert.Equal([InvitationErrors.Unusable], (await Database.Get<FindInvitation>().HandleAsync(TokenOf(first.Link), default)).Errors);
        Assert.True((await Database.Get<FindInvitation>().HandleAsync(TokenOf(second.Link), default)).Succeeded);
        Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.InvitationWithdrawn));
    }

    [Fact]
    public async Task Withdraw_ByTheDirector_EndsTheLink()
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network);
        var director = await Given.ActorAsync(network);
        var issued = (await Invite.HandleAsync(director, new(Role.Responsable, agency.Client, "lea@exemple.test"), default)).Require();
        var withdraw = Database.Get<WithdrawInvitation>();

        Assert.True((await withdraw.HandleAsync(director, new(agency.Client, issued.InvitationId), default)).Succeeded);

        Assert.Equal([InvitationErrors.Unusable], (await Database.Get<FindInvitation>().HandleAsync(TokenOf(issued.Link), default)).Errors);
        Assert.Equal([InvitationErrors.NoLongerOpen], (await withdraw.HandleAsync(director, new(agency.Client, issued.InvitationId), default)).Errors);
        Assert.Single(await JournalAsync(agency.OrganisationId, AuditAction.InvitationWithdrawn));
    }

    [Fact]
    public async Task Withdraw_AnothersInvitation_IsNotFoundUnderOnesOwnClient()
    {
        var agency = await Given.IndependentAsync();
        var other = await Given.IndependentAsync(sibling: agency);
        var invitation = await Given.InvitationAsync(Role.Responsable, other, "lea@exemple.test");
        var actor = await Given.ActorAsync(agency);
        Assert.Equal([Error.NotFound], (await Database.Get<WithdrawInvitation>().HandleAsync(actor, new(agency.Client, invitation.InvitationId), default)).Errors);
        Assert.False((await Database.Get<WithdrawInvitation>().HandleAsync(actor, new(other.Client, invitation.InvitationId), default)).Succeeded);
    }
}
