using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Connexions.Web.Shared;

namespace Connexions.Web.Demo;

/// <summary>Whose uses, and by which connexion.</summary>
/// <param name="Lender">The network whose key it is; null on a client's own.</param>
/// <param name="CallsPerDay">About.</param>
internal sealed record DemoUser(Guid OrganisationId, ClientRef Client, Provider Provider, Guid ConnexionId, (Guid OrganisationId, ClientRef Client)? Lender, int CallsPerDay)
{
    /// <summary>Its tool, whose last uses stand in the journals as well; null for figures alone.</summary>
    public Guid? TokenId { get; init; }
}

/// <summary>A month of made-up uses, the same at every start: what the statistics show before any tool has called.</summary>
internal sealed class DemoUsage(ContextFactory contexts)
{
    private const int Days = 30;

    /// <summary>Hours of the day in Paris at which tools are at work.</summary>
    private static readonly int[] Busy = [9, 14, 18];

    public async Task LayDownAsync(IReadOnlyList<DemoUser> users, DateTime now, CancellationToken cancellationToken)
    {
        var hours = users.SelectMany(user => HoursOf(user, now)).ToList();
        var told = users.SelectMany(user => EntriesOf(user, now)).ToLookup(entry => entry.OrganisationId);
        foreach (var rows in hours.GroupBy(hour => hour.OrganisationId))
        {
            await using var db = contexts.Create(new ActingScope.Job("demo", rows.Key));
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            db.AddRange(rows);
            foreach (var entry in told[rows.Key].OrderBy(entry => entry.At))
            {
                db.Record(entry);
            }

            db.Record(AuditEntry.Create(new AuditFacts(rows.Key, AuditAction.DemoLaidDown), personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, now));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static IEnumerable<UsageHour> HoursOf(DemoUser user, DateTime now)
    {
        for (var back = 0; back < Days; back++)
        {
            var day = ParisDay.Of(now).AddDays(-back);
            foreach (var at in Busy)
            {
                var hour = ParisDay.Start(day).AddHours(at);
                if (hour >= UsageHour.HourOf(now) || day.DayOfWeek == DayOfWeek.Sunday)
                {
                    continue;
                }

                var counts = CountsOf(user, back, at);
                yield return Row(user.OrganisationId, user.Client, Guid.Empty);
                if (user.Lender is { } lender)
                {
                    yield return Row(lender.OrganisationId, lender.Client, user.Client.Id);
                }

                UsageHour Row(Guid organisationId, ClientRef client, Guid agencyId)
                {
                    var row = UsageHour.Create(organisationId, client, user.Provider.Code, user.ConnexionId, agencyId, hour);
                    row.Add(counts);
                    return row;
                }
            }
        }
    }

    /// <summary>Two uses, in each journal they belong to: one that went well, and one that was refused.</summary>
    private static IEnumerable<AuditEntry> EntriesOf(DemoUser user, DateTime now)
    {
        if (user.TokenId is not { } token)
        {
            yield break;
        }

        foreach (var (minutes, use) in new (int, UseFacts)[]
        {
            (95, new("email.send", UseResult.Sent) { Status = 201, BytesSent = 2_412, BytesReceived = 178, DurationMs = 240, Emails = 1 }),
            (40, new("email.send", UseResult.Refused) { Refusal = GatewayErrors.SenderNotYours.Code }),
        })
        {
            var (useId, at) = (Guid.CreateVersion7(), now.AddMinutes(-minutes));
            yield return Entry(user.OrganisationId, user.Client, use);
            if (user.Lender is { } lender)
            {
                yield return Entry(lender.OrganisationId, lender.Client, use with { AgencyId = user.Client.Id });
            }

            AuditEntry Entry(Guid organisationId, ClientRef client, UseFacts facts) => AuditEntry.ForUse(
                new AuditFacts(organisationId, AuditAction.ConnexionUsed) { Client = client, Provider = user.Provider.Code, ConnexionId = user.ConnexionId },
                facts, useId, token, personId: null, at);
        }
    }

    /// <summary>Up and down a little from day to day, without chance.</summary>
    private static UsageCounts CountsOf(DemoUser user, int back, int at)
    {
        var calls = Math.Max(1, (user.CallsPerDay * (70 + (((back * 37) + (at * 11)) % 60)) / 100) / Busy.Length);
        var errors = (back + at) % 11 == 0 ? 1 : 0;
        return new UsageCounts
        {
            Calls = calls,
            Emails = user.Provider.Gateway.Purposes.HasFlag(Purposes.Emails) ? calls - errors : 0,
            Refused = (back + at) % 7 == 0 ? 2 : 0,
            Errors = errors,
            BytesSent = calls * 2_400L,
            BytesReceived = calls * 180L,
        };
    }
}
