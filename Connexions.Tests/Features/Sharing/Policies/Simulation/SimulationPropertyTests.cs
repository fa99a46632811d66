using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies.Simulation;

namespace Connexions.Tests.Features.Sharing.Policies.Simulation;

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

            var terms = new SharingTerms(mode, random.Next(2) == 0, random.Next(2) == 0)
            {
                Purposes = (Purposes)random.Next((int)Purposes.Emails, (int)(Purposes.Emails | Purposes.Newsletters | Purposes.Contacts) + 1),
                Quota = new SharingQuota { CallsPerAgency = random.Next(2) == 0 ? null : random.Next(1, 3) },
            };
            var draft = Draft(terms, Ids(chosen));
            var before = await HoldsAsync();
            var simulated = (await Database.Get<SimulatePolicy>().HandleAsync(Director, draft, CancellationToken.None)).Require();

            var saved = (await SaveAsync(draft)).Require();

            var after = await HoldsAsync();
            Assert.Equal(before, simulated.ToDictionary(agency => agency.Nom, agency => Told(agency.Before)));
            Assert.Equal(after, simulated.ToDictionary(agency => agency.Nom, agency => Told(agency.After)));
            Assert.Equal(
                simulated.Where(agency => agency.Effect != PolicyEffect.Unchanged).Select(agency => (agency.Nom, agency.Effect)),
                saved.Affected.Select(agency => (agency.Nom, agency.Effect)));
        }

        static (Guid?, Purposes, SharingQuota) Told(EffectiveConnexion effective) => (effective.ConnexionId, effective.Purposes, effective.Quota);

        async Task<Dictionary<string, (Guid?, Purposes, SharingQuota)>> HoldsAsync()
        {
            var rows = (await Database.Get<GetCoverage>().HandleAsync(Director, CancellationToken.None)).Require().Rows;
            foreach (var (row, agency) in rows.Zip(agencies))
            {
                // The board says what the agency itself is told.
                var actor = await Database.Given.ActorAsync(agency);
                var own = (await Database.Get<GetEffective>().HandleAsync(actor, Brevo.Code, CancellationToken.None)).Require().Effective;
                Assert.Equal((own.Source, Told(own)), (row.Cells[0].Effective.Source, Told(row.Cells[0].Effective)));
            }

            return rows.ToDictionary(row => row.Nom, row => Told(row.Cells[0].Effective));
        }
    }
}
