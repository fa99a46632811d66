using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Connexions.Web.Shared.Times;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Demo;

/// <summary>Whose uses, and by which connexion.</summary>
/// <param name="Lender">The network whose key it is; null on a client's own.</param>
/// <param name="CallsPerDay">About.</param>
internal sealed record DemoUser(Guid OrganisationId, ClientRef Client, Provider Provider, Guid ConnexionId, (Guid OrganisationId, ClientRef Client)? Lender, int CallsPerDay)
{
    /// <summary>Its tool, some of whose uses stand in the journals as well; null for figures alone, in which all went well.</summary>
    public Guid? TokenId { get; init; }
}

/// <summary>
/// A month of made-up uses, the same at every start: what the statistics show before any tool has called. What was refused or
/// went wrong stands in the journals one by one, as the statistics say it does; of what went well, the last use alone.
/// </summary>
internal sealed class DemoUsage(ContextFactory contexts)
{
    private const int Days = 30;

    /// <summary>Hours of the day in Paris at which tools are at work.</summary>
    private static readonly int[] Busy = [9, 14, 18];

    public async Task LayDownAsync(IReadOnlyList<DemoUser> users, DateTime now, CancellationToken cancellationToken)
    {
        var uses = users.SelectMany(user => UsesOf(user, now).Select(use => (User: user, use.At, use.Facts, Id: Guid.CreateVersion7()))).ToList();
        var figures = users.SelectMany(user => HoursOf(now).Select(hour => (User: user, At: hour.At, Counts: CountsOf(user, hour.Back, hour.At))))
            .Concat(uses.Select(use => (use.User, use.At, Counts: UsageCounts.Of(use.Facts))))
            .SelectMany(one => Sides(one.User).Select(side => (side.OrganisationId, side.Client, side.AgencyId, one.User.Provider, one.User.ConnexionId, Hour: UsageHour.HourOf(one.At), one.Counts)));
        foreach (var organisation in figures.GroupBy(figure => figure.OrganisationId))
        {
            await using var db = contexts.Create(new ActingScope.Job("demo", organisation.Key));
            await using var transaction = await db.BeginWritingAsync([], cancellationToken);
            foreach (var hour in organisation.GroupBy(figure => (figure.Client, figure.AgencyId, figure.Provider, figure.ConnexionId, figure.Hour)))
            {
                var row = UsageHour.Create(organisation.Key, hour.Key.Client, hour.Key.Provider.Code, hour.Key.ConnexionId, hour.Key.AgencyId ?? Guid.Empty, hour.Key.Hour);
                foreach (var figure in hour)
                {
                    row.Add(figure.Counts);
                }

                db.Add(row);
            }

            foreach (var use in uses.OrderBy(use => use.At))
            {
                foreach (var side in Sides(use.User).Where(side => side.OrganisationId == organisation.Key))
                {
                    db.Record(AuditEntry.ForUse(
                        new AuditFacts(organisation.Key, AuditAction.ConnexionUsed) { Client = side.Client, Provider = use.User.Provider.Code, ConnexionId = use.User.ConnexionId },
                        use.Facts with { AgencyId = side.AgencyId }, use.Id, use.User.TokenId, personId: null, use.At));
                }
            }

            foreach (var token in await db.Set<ServiceToken>().ToListAsync(cancellationToken))
            {
                if (uses.Where(use => use.User.TokenId == token.TokenId).Select(use => (DateTime?)use.At).Max() is { } last)
                {
                    token.Used(last);
                }
            }

            db.Record(AuditEntry.Create(DemoEntries.Of(organisation.Key, client: null, DemoThing.Uses), personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, now));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>In whose journals and figures a use stands: its client's, and a lender's, where it names the agency.</summary>
    private static IEnumerable<(Guid OrganisationId, ClientRef Client, Guid? AgencyId)> Sides(DemoUser user)
    {
        yield return (user.OrganisationId, user.Client, null);
        if (user.Lender is { } lender)
        {
            yield return (lender.OrganisationId, lender.Client, user.Client.Id);
        }
    }

    /// <summary>The hours of the month at which tools were at work, and how many days ago each was.</summary>
    private static IEnumerable<(int Back, DateTime At)> HoursOf(DateTime now) =>
        from back in Enumerable.Range(0, Days)
        let day = ParisDay.Of(now).AddDays(-back)
        where day.DayOfWeek != DayOfWeek.Sunday
        from hour in Busy
        let at = ParisTime.At(day, new TimeOnly(hour, 0))
        where at < UsageHour.HourOf(now)
        select (back, at);

    /// <summary>What a tool did that is told one by one: what was refused, what the provider turned away, and two uses of late.</summary>
    private static IEnumerable<(DateTime At, UseFacts Facts)> UsesOf(DemoUser user, DateTime now)
    {
        if (user.TokenId is null)
        {
            yield break;
        }

        var refused = new UseFacts("email.send", UseResult.Refused) { Refusal = GatewayErrors.SenderNotYours.Code };
        foreach (var (back, at) in HoursOf(now))
        {
            if ((back + at.Hour) % 7 == 0)
            {
                yield return (at.AddMinutes(12), refused);
            }

            if ((back + at.Hour) % 11 == 0)
            {
                yield return (at.AddMinutes(31), new("email.send", UseResult.Failed) { Status = 400, BytesSent = 1_204, BytesReceived = 96, DurationMs = 180 });
            }
        }

        yield return (now.AddMinutes(-95), new("email.send", UseResult.Sent) { Status = 201, BytesSent = 2_412, BytesReceived = 178, DurationMs = 240, Emails = 1 });
        yield return (now.AddMinutes(-40), refused);
    }

    /// <summary>Up and down a little from day to day, without chance.</summary>
    private static UsageCounts CountsOf(DemoUser user, int back, DateTime at)
    {
        var calls = Math.Max(1, (user.CallsPerDay * (70 + (((back * 37) + (at.Hour * 11)) % 60)) / 100) / Busy.Length);
        var tells = user.Provider.Gateway.Operations.Any(operation => operation.TellsTokens);
        return new UsageCounts
        {
            Calls = calls,
            Emails = user.Provider.Gateway.Purposes.HasFlag(Purposes.Emails) ? calls : 0,
            BytesSent = calls * 2_400L,
            BytesReceived = calls * 180L,
            InputTokens = tells ? calls * 420L : 0,
            OutputTokens = tells ? calls * 160L : 0,
            TokensTold = tells ? calls : 0,
        };
    }
}
