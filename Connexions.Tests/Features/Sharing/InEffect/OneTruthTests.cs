using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Api;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Gateway.Admissions;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Support;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sharing.InEffect;

/// <summary>Keys, verdicts, policies and suspensions in any order: everybody is told the same of one agency at one provider.</summary>
public sealed class OneTruthTests : SharingTestBase
{
    private readonly Random random = new(20261201);

    [Fact]
    public async Task AnySequence_IsToldTheSameByEveryScreen_TheApiAndTheGateway()
    {
        var manager = await Database.Given.ActorAsync(Lyon);
        var support = await Database.Given.SupportAsync();
        await Database.Given.ConnexionWithKeyAsync(Brevo, Lyon);
        var seen = new HashSet<SituationState>();
        for (var step = 0; step < 250; step++)
        {
            Database.Clock.Advance(TimeSpan.FromMinutes(5));
            await ActAsync();
            // A sitting ends by itself.
            (await Database.Get<StartSitting>().HandleAsync(support, new("ticket 4711"), default)).Require();

            var mine = (await Database.Get<GetEffective>().HandleAsync(manager, Brevo.Code, default)).Require().Situation;
            seen.Add(mine.State);
            var board = (await Database.Get<GetCoverage>().HandleAsync(Director, default)).Require().Rows.Single(row => row.Agency == Lyon.Reference).Cells[0].Situation;
            var supports = (await Database.Get<OpenDashboard>().HandleAsync(support, ClientTypes.ReseauAgence, Lyon.Reference.Id.ToString(), default)).Require().Effective[0].Situation;
            var api = (await Api.ConnexionsAsync(Token, default))[0];
            var gateway = await Keys.FindAsync(Lyon.OrganisationId, Lyon.Reference, Brevo, default);

            Assert.Equal(Told(mine), Told(board));
            Assert.Equal(Told(mine), Told(supports));
            Assert.Equal((mine.State, mine.InEffect), (api.State, api.Source));
            Assert.Equal((mine.InEffect, mine.InEffect != Source.None), (gateway.Effective.Source, gateway.Stored is not null));
        }

        // The walk went far.
        Assert.InRange(seen.Count, 9, int.MaxValue);
    }

    protected override void Register(IServiceCollection services) => services.AddSharing().AddSupport();

    private ApiReads Api => new(Database.Contexts, Database.Get<KeyRing>(), Database.Clock);

    private KeysInEffect Keys => new(Database.Contexts, Database.Get<KeyRing>(), new GatewayOptions { Folder = "" }, Database.Clock);

    private TokenFacts Token => new(Guid.NewGuid(), Lyon.OrganisationId, Lyon.Reference, new HashSet<string> { Brevo.Code }, Purposes.All, null, 60, Database.Clock.UtcNow.AddDays(1));

    private static (SituationState, Source, Source, bool, DateTime?) Told(Situation situation) =>
        (situation.State, situation.InEffect, situation.About, situation.IsImposed, situation.Since);

    private async Task ActAsync()
    {
        if (random.Next(4) == 0)
        {
            var terms = new SharingTerms((SharingMode)random.Next(4), random.Next(3) > 0, random.Next(2) == 0);
            await Database.Given.PolicyAsync(Network, Brevo, terms, from: null, random.Next(2) == 0 ? [Lyon] : []);
            return;
        }

        var place = random.Next(2) == 0 ? Lyon : Network;
        await using var db = Database.Open(place.JobScope);
        var row = await db.ConnexionsOf(Brevo).SingleAsync();
        Change(row);
        await Database.Given.SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.ConnexionEdited) { Client = place.Client, Provider = Brevo.Code, ConnexionId = row.Id });
    }

    private void Change(Connexion row)
    {
        var now = Database.Clock.UtcNow;
        switch (random.Next(9))
        {
            case 0:
                row.Freeze("motif", now);
                break;
            case 1 or 2:
                row.Thaw();
                break;
            case 3 when row.ClientType == ClientType.ReseauAgence:
                row.SetAside(now);
                break;
            case 4:
                row.TakeUp();
                break;
            case 5 when row.Secret is not null:
                row.EnterConflict(now);
                break;
            case 6:
                row.LeaveConflict();
                break;
            case 7 when random.Next(3) == 0:
                row.RemoveKey(now);
                break;
            default:
                if (row.Secret is null)
                {
                    var key = Planted.KeyFor(Brevo);
                    row.ReplaceKey(Database.Vault.Protect(row, key), key.Suffix(), fingerprint: null, now);
                }

                var verdict = Enum.GetValues<VerificationVerdict>()[random.Next(Enum.GetValues<VerificationVerdict>().Length)];
                row.Learn(new Verification(verdict) { Account = random.Next(2) == 0 ? new ProviderAccount("1", "nomme@exemple.test", "Compte nommé") : null }, now);
                break;
        }
    }
}
