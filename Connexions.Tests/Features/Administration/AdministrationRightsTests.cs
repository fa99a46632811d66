using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Administration.Accounts;
using Connexions.Web.Features.Administration.Organisations;

namespace Connexions.Tests.Features.Administration;

public sealed class AdministrationRightsTests : AdministrationTestBase
{
    [Theory]
    [InlineData(Role.Directeur)]
    [InlineData(Role.Responsable)]
    [InlineData(Role.Support)]
    public async Task EveryHandler_ForAnybodyButAnAdministrator_AnswersNotFoundAndRecordsIt(Role role)
    {
        var network = await Given.NetworkAsync();
        var agency = await Given.AgencyAsync(network);
        var actor = role switch
        {
            Role.Directeur => await Given.ActorAsync(network),
            Role.Responsable => await Given.ActorAsync(agency),
            _ => await Given.SupportAsync(),
        };

        IReadOnlyList<Error>[] answers =
        [
            (await Database.Get<CreateOrganisation>().HandleAsync(actor, new("Nom", new(ClientType.Reseau, null, null)), default)).Errors,
            (await Database.Get<AddClient>().HandleAsync(actor, new(actor.OrganisationId, new(ClientType.Reseau, "Nom", null)), default)).Errors,
            (await Database.Get<ListNetworks>().HandleAsync(actor, null, default)).Errors,
            (await Database.Get<ListOrganisations>().HandleAsync(actor, new(), default)).Errors,
            (await Database.Get<GetOrganisation>().HandleAsync(actor, actor.OrganisationId, default)).Errors,
            (await Database.Get<ListPeople>().HandleAsync(actor, new(), default)).Errors,
            (await Database.Get<WithdrawMembership>().HandleAsync(actor, actor.MembershipId, default)).Errors,
            (await Database.Get<DisableAccount>().HandleAsync(actor, actor.PersonId, default)).Errors,
            (await Database.Get<EnableAccount>().HandleAsync(actor, actor.PersonId, default)).Errors,
            (await Database.Get<CreatePasswordLink>().HandleAsync(actor, actor.PersonId, default)).Errors,
        ];

        Assert.All(answers, errors => Assert.Equal([Error.NotFound], errors));
        Assert.Equal(answers.Length, (await JournalAsync(actor.OrganisationId, AuditAction.Refused)).Count);
        Assert.NotNull(await MembershipAsync(actor.MembershipId));
    }

    [Fact]
    public async Task UnknownIds_AreNotFound()
    {
        Assert.Equal([Error.NotFound], (await Database.Get<GetOrganisation>().HandleAsync(Administrator, Guid.NewGuid(), default)).Errors);
        Assert.Equal([Error.NotFound], (await Database.Get<WithdrawMembership>().HandleAsync(Administrator, Guid.NewGuid(), default)).Errors);
        Assert.Equal([Error.NotFound], (await Database.Get<DisableAccount>().HandleAsync(Administrator, Guid.NewGuid(), default)).Errors);
        Assert.Equal([Error.NotFound], (await Database.Get<CreatePasswordLink>().HandleAsync(Administrator, Guid.NewGuid(), default)).Errors);
    }
}
