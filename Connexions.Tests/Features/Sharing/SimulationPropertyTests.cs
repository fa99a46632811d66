using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;

namespace Connexions.Tests.Features.Sharing;

/// <summary>What the simulation announces is what resolving says once the policy is saved, whatever the policies.</summary>
public sealed class SimulationPropertyTests : SharingTestBase
{
    [Fact]
    public async Task Simulation_OfAnyDecision_EqualsWhatHoldsAfterwards()
    {
        await Database.Given.ConnexionWithKeyAsync(Brevo, Lyon);
        await Database.Given.ConnexionAsync(Brevo, Nantes);
        Place[] agencies = [Lyon, Nantes, Troyes];
        var random = new Random(20260302);
        for (var round = 0; round < 40; round++)
        {
            var chosen = agencies.Where(_ => random.Next(2) == 0).ToArray();
            var mode = (SharingMode)random.Next(4);
            if (mode.Selects() && chosen.Length == 0)
            {
                continue;
            }

            var draft = Draft(new SharingTerms(mode, random.Next(2) == 0, random.Next(2) == 0), Ids(chosen));
            var before = await HoldsAsync();
            var simulated = (await Database.Get<SimulatePolicy>().HandleAsync(Director, draft, CancellationToken.None)).Require();

            var saved = (await SaveAsync(draft)).Require();

            var after = await HoldsAsync();
            Assert.Equal(before, simulated.ToDictionary(agency => agency.Nom, agency => agency.Before.ConnexionId));
            Assert.Equal(after, simulated.ToDictionary(agency => agency.Nom, agency => agency.After.ConnexionId));
            Assert.Equal(
                simulated.Where(agency => agency.Effect != PolicyEffect.Unchanged).Select(agency => (agency.Nom, agency.Effect)),
                saved.Affected.Select(agency => (agency.Nom, agency.Effect)));
        }

        async Task<Dictionary<string, Guid?>> HoldsAsync()
        {
            var rows = (await Database.Get<GetCoverage>().HandleAsync(Director, CancellationToken.None)).Require().Rows;
            foreach (var (row, agency) in rows.Zip(agencies))
            {
                // The board says what the agency itself is told.
                var actor = await Database.Given.ActorAsync(agency);
                var own = (await Database.Get<GetEffective>().HandleAsync(actor, Brevo.Code, CancellationToken.None)).Require().Effective;
                Assert.Equal((own.Source, own.ConnexionId), (row.Cells[0].Effective.Source, row.Cells[0].Effective.ConnexionId));
            }

            return rows.ToDictionary(row => row.Nom, row => row.Cells[0].Effective.ConnexionId);
        }
    }
}
