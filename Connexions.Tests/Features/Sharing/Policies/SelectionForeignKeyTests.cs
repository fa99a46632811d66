using Connexions.Domain.Auditing;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Persistence;

namespace Connexions.Tests.Features.Sharing.Policies;

public sealed class SelectionForeignKeyTestsOnSqlite() : SelectionForeignKeyTests(DatabaseProvider.Sqlite);

public sealed class SelectionForeignKeyTestsOnSqlServer() : SelectionForeignKeyTests(DatabaseProvider.SqlServer), IOnSqlServer;

/// <summary>The database itself refuses an agency of another network in a selection.</summary>
public abstract class SelectionForeignKeyTests(DatabaseProvider on) : DatabaseTests(on)
{
    [DatabaseFact]
    public async Task Selection_OfAnotherNetworksAgency_IsRefusedEvenToRawSql()
    {
        var network = await Given.NetworkAsync();
        var own = await Given.AgencyAsync(network);
        var rival = await Given.NetworkAsync();
        var rivals = await Given.AgencyAsync(rival);
        var policy = SharingPolicy.Create(network.OrganisationId, network.Reference.Id, "brevo");
        policy.Decide(new SharingTerms(SharingMode.Selected, true, false), Database.Clock.UtcNow, Guid.Empty, Database.Clock.UtcNow);
        await using (var db = Database.Open(network.MemberScope))
        {
            db.Add(policy);
            await Given.SaveAsync(db, new AuditFacts(network.OrganisationId, AuditAction.PolicyChanged) { Client = network.Client });
        }

        await AssertRefusedAsync(Violation.ForeignKey, () => SelectAsync(rivals, network));
        await AssertRefusedAsync(Violation.ForeignKey, () => SelectAsync(rivals, rival));
        Assert.Equal(1, await SelectAsync(own, network));

        Task<int> SelectAsync(Place agency, Place reseau) => InsertAsync(
            "sharing_selections",
            ("policy_id", policy.PolicyId), ("reseau_agence_id", agency.Reference.Id), ("reseau_id", reseau.Reference.Id), ("organisation_id", network.OrganisationId));
    }
}
