using System.Globalization;
using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Features.Sharing.Coverage;

public sealed class CoverageTests : SharingTestBase
{
    private readonly CapturedLog log = new();

    [Fact]
    public async Task Board_SaysSourceAndStateOfEachAgency()
    {
        await Database.Given.ConnexionWithKeyAsync(Brevo, Lyon);
        await Database.Given.ConnexionAsync(Brevo, Nantes);
        await SaveAsync(Draft(new(SharingMode.AllExcept, true, false), Ids(Troyes)));

        var cells = (await BoardAsync()).Rows.ToDictionary(row => row.Nom, row => (row.Cells[0].Situation.InEffect, row.Cells[0].Situation.State, row.NeedsAttention));

        Assert.Equal((Source.Own, SituationState.NeverVerified, false), cells["Lyon"]);
        Assert.Equal((Source.Network, SituationState.NeverVerified, false), cells["Nantes"]);
        Assert.Equal((Source.None, SituationState.Unused, false), cells["Troyes"]);

        await SaveAsync(Draft(SharedWithAll with { OwnAllowed = false }));
        Assert.All((await BoardAsync()).Rows, row => Assert.Equal((true, SituationState.NeverVerified), (row.Cells[0].Situation.IsImposed, row.Cells[0].Situation.State)));
    }

    [Fact]
    public async Task KeyRefusedOnce_IsSaidTheSameOnEveryPage_AndStillUsed()
    {
        await SaveAsync(Draft(SharedWithAll));
        var own = await Database.Given.ConnexionWithKeyAsync(Brevo, Lyon);
        await Database.Given.LearnAsync(own, new Verification(VerificationVerdict.Valid), new Verification(VerificationVerdict.Rejected));
        var manager = await Database.Given.ActorAsync(Lyon);

        var cell = (await BoardAsync()).Rows.Single(row => row.Nom == "Lyon").Cells[0];
        var effective = (await Database.Get<GetEffective>().HandleAsync(manager, Brevo.Code, CancellationToken.None)).Require();

        Assert.Equal((Source.Own, SituationState.RefusedOnce, false), (cell.Situation.InEffect, cell.Situation.State, cell.NeedsAttention));
        Assert.Equal((Source.Own, TraceReason.UsableRefusedOnce), (effective.Effective.Source, effective.Effective.Trace[0].Reason));
        Assert.Equal((ConnexionState.RefusedOnce, ConnexionState.RefusedOnce), (cell.Situation.Facts!.State, effective.Situation.Facts!.State));
        Assert.Equal(Database.Clock.UtcNow, effective.Situation.Facts.RefusedOnceAt);

        // The network's own: what it shares stays shared, and the director is told that it can be.
        await using (var db = Database.Open(Network.JobScope))
        {
            await Database.Given.LearnAsync(await db.ConnexionsOf(Brevo).SingleAsync(), new Verification(VerificationVerdict.Rejected));
        }

        Assert.Equal(Source.Network, await SourceAsync(Nantes));
        Assert.Equal(SituationState.RefusedOnce, (await Database.Get<ListPolicies>().HandleAsync(Director, CancellationToken.None)).Require().Own[Brevo.Code].State);
    }

    [Fact]
    public async Task Board_OfMoreAgencies_AsksNoMoreQueries()
    {
        // The key ring is read once, by whoever comes first.
        await BoardAsync();
        var few = await CountAsync();
        for (var number = 0; number < 27; number++)
        {
            var agency = await Database.Given.AgencyAsync(Network);
            await Database.Given.ConnexionAsync(ProviderCatalogue.All[number % ProviderCatalogue.All.Count], agency);
        }

        var (queries, rows) = await CountAsync();

        Assert.Equal((3, 30), (few.Rows, rows));
        Assert.Equal(few.Queries, queries);
        Assert.InRange(queries, 1, 7);

        async Task<(int Queries, int Rows)> CountAsync()
        {
            var before = log.Lines.Count(IsQuery);
            var board = await BoardAsync();
            return (log.Lines.Count(IsQuery) - before, board.Rows.Count);
        }

        static bool IsQuery(string line) => line.Contains("Executed DbCommand", StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_OfNamesLikeFormulas_RunsNothingAndKeepsThemReadable()
    {
        var culture = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-FR");
        using var services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<PurposeTexts>().AddSingleton<VerdictSentences>().AddSingleton<SituationSentences>().BuildServiceProvider();
        string[] names = ["=1+1", "+33 Lyon", "-Lyon", "@Lyon", "\tLyon", "\rLyon", "Lyon; \"Nord\"", "Évreux"];
        var effective = ConnexionResolver.Resolve(new ResolverSnapshot(null, null, PolicyForAgency.Unstated));
        var cell = new CoverageCell(effective, Situation.Of(Brevo, effective, null, null, Reader.Of(Role.Directeur, Ownership.AgencyOfOwnNetwork)));
        var rows = names.Select(name => new CoverageRow(new ClientRef(ClientType.ReseauAgence, Guid.NewGuid()), name, name, [.. ProviderCatalogue.All.Select(_ => cell)]));

        var file = CoverageCsv.Write(new FamilyCoverage([.. rows]), services.GetRequiredService<IStringLocalizer<CoverageBoard>>(), services.GetRequiredService<SituationSentences>());
        CultureInfo.CurrentUICulture = culture;

        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), file[..3]);
        var text = Encoding.UTF8.GetString(file[3..]);
        Assert.StartsWith("\"Agence\";\"Brevo\u00A0: compte\";\"Brevo\u00A0: état\";", text, StringComparison.Ordinal);
        foreach (var first in new[] { "'=1+1", "'+33 Lyon", "'-Lyon", "'@Lyon", "'\tLyon", "'\rLyon", "Lyon; \"\"Nord\"\"", "Évreux" })
        {
            Assert.Contains($"\r\n\"{first}\";\"Aucun compte\";\"Non utilisé\"", text, StringComparison.Ordinal);
        }
    }

    protected override void Register(IServiceCollection services)
    {
        base.Register(services);
        services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Information));
    }

    private async Task<FamilyCoverage> BoardAsync() => (await Database.Get<GetCoverage>().HandleAsync(Director, CancellationToken.None)).Require();
}
