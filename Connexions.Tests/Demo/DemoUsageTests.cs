using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Demo;

/// <summary>The demonstration's uses, before anybody has called: its figures, its journals and its tokens tell the same.</summary>
public sealed class DemoUsageTests(AppUnderTest app) : IClassFixture<AppUnderTest>
{
    [Fact]
    public async Task Figures_OfWhatWentWrong_AreInTheJournalOneByOne()
    {
        var refused = 0;
        foreach (var db in await OpenEachAsync())
        {
            await using var closing = db;
            var hours = await db.Set<UsageHour>().ToListAsync();
            var uses = await db.AuditEntries.Where(entry => entry.Operation != null).ToListAsync();
            foreach (var agency in hours.Select(row => row.AgencyId).Distinct())
            {
                var (rows, told) = (hours.Where(row => row.AgencyId == agency).ToList(), uses.Where(use => (use.AgencyId ?? Guid.Empty) == agency).ToList());
                Assert.Equal(rows.Sum(row => row.Refused), told.Count(use => use.UseResult == UseResult.Refused));
                Assert.Equal(rows.Sum(row => row.Errors), told.Count(use => use.UseResult == UseResult.Failed));
                refused += rows.Sum(row => row.Refused);
            }

            Assert.All(uses, use => Assert.Contains(hours, row => row.Hour == UsageHour.HourOf(use.At) && row.ConnexionId == use.ConnexionId));
        }

        Assert.InRange(refused, 10, 200);
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-GB")]
    public async Task Journals_TellOfEachThingOnce(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        using var scope = app.Services.CreateScope();
        var sentences = scope.ServiceProvider.GetRequiredService<JournalSentences>();
        foreach (var db in await OpenEachAsync())
        {
            await using var closing = db;
            var told = (await db.AuditEntries.Include(entry => entry.Detail).Where(entry => entry.Action == AuditAction.DemoLaidDown).ToListAsync())
                .ConvertAll(entry => sentences.For(new JournalEntry(entry.Sequence, entry.At, entry.Action, entry.Outcome, entry.ActorKind)
                {
                    Provider = entry.Provider,
                    Subject = entry.Detail?.Subject,
                    Changes = entry.Detail?.ReadChanges() ?? new Dictionary<string, Change>(),
                }, ofPlatform: false));

            Assert.NotEmpty(told);
            Assert.Equal(told.Distinct(), told);
            Assert.DoesNotContain(told, sentence => sentence.Contains("données de démonstration", StringComparison.Ordinal) || sentence.Contains("demonstration data", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Tokens_WereUsedWhenTheJournalSaysSo()
    {
        var used = 0;
        foreach (var db in await OpenEachAsync())
        {
            await using var closing = db;
            var uses = await db.AuditEntries.Where(entry => entry.Operation != null).ToListAsync();
            foreach (var token in await db.Set<ServiceToken>().ToListAsync())
            {
                Assert.Equal(uses.Where(use => use.ActorId == token.TokenId && use.AgencyId == null).Max(use => (DateTime?)use.At), token.LastUsedAt);
                used += token.LastUsedAt is null ? 0 : 1;
            }
        }

        Assert.Equal(2, used);
    }

    /// <summary>A context for each organisation.</summary>
    private async Task<List<ConnexionsDbContext>> OpenEachAsync()
    {
        var contexts = app.Services.GetRequiredService<ContextFactory>();
        await using var all = contexts.Create(new ActingScope.Administration(Guid.Empty));
        var organisations = await all.Across<Organisation>().Select(organisation => organisation.OrganisationId).ToListAsync();
        return organisations.ConvertAll(organisation => contexts.Create(new ActingScope.Job("demo", organisation)));
    }
}
