using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Integrations.Listing;
using Connexions.Web.Features.Verifications.Background;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Verifications;

/// <summary>A try that taught nothing.</summary>
public sealed record FruitlessTry(Provider Provider, string Organisation, string ClientName, VerificationVerdict Verdict, DateTime At);

/// <summary>A run that is under way.</summary>
public sealed record RunUnderWay(string Network, DateTime StartedAt, int Total);

/// <param name="LastSign">When a server last said that it does the job; null while none ever did.</param>
/// <param name="IsAlive">Whether a server does it now.</param>
public sealed record VerificationsView(
    DateTime? LastSign, bool IsAlive, int DueNow, int DueSoon, int TriedLastHour, IReadOnlyList<RunUnderWay> Runs, IReadOnlyList<FruitlessTry> Fruitless);

/// <summary>How the verification of all connexions is getting on, for support: counts, and the last tries that taught nothing.</summary>
public sealed class GetVerifications(UnitsOfWork unitsOfWork)
{
    public const int Shown = 20;

    private static readonly VerificationVerdict[] Fruitless = [.. Enum.GetValues<VerificationVerdict>().Where(outcome => !outcome.IsConclusive())];

    public async Task<Result<VerificationsView>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewVerifications, client: null, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<VerificationsView>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var (db, now) = (work.Db, work.Now);
        var lease = await db.Set<JobLease>().AsNoTracking().SingleOrDefaultAsync(row => row.Job == VerificationJob.Name, cancellationToken);
        var (dueNow, dueSoon, tried) = (0, 0, 0);
        var (soon, hourAgo) = (now.AddHours(1), now.AddHours(-1));
        var outcomes = Enum.GetValues<VerificationVerdict>().Select(outcome => (VerificationVerdict?)outcome).ToList();
        var fruitless = new List<Try>();
        foreach (var provider in ProviderCatalogue.All)
        {
            var rows = ConnexionRows.Of(provider, new AcrossSource(db));
            dueNow += await rows.CountAsync(row => row.NextCheckAt <= now, cancellationToken);
            dueSoon += await rows.CountAsync(row => row.NextCheckAt > now && row.NextCheckAt <= soon, cancellationToken);
            // Outcome by outcome, as the index goes.
            tried += await rows.CountAsync(row => outcomes.Contains(row.LastTry) && row.LastTryAt > hourAgo, cancellationToken);
            foreach (var outcome in Fruitless)
            {
                fruitless.AddRange(await rows.Where(row => row.LastTry == outcome).OrderByDescending(row => row.LastTryAt).Take(Shown)
                    .Select(row => new Try(row.Provider, row.OrganisationId, row.ClientType, row.ClientId, row.LastTry!.Value, row.LastTryAt!.Value)).ToListAsync(cancellationToken));
            }
        }

        var runs = await db.Across<VerificationRun>().Where(run => run.EndedAt == null).OrderBy(run => run.StartedAt)
            .Select(run => new { run.OrganisationId, run.ClientId, run.StartedAt, run.Total }).ToListAsync(cancellationToken);
        fruitless = [.. fruitless.OrderByDescending(one => one.At).Take(Shown)];
        var organisations = fruitless.Select(one => one.OrganisationId).Concat(runs.Select(run => run.OrganisationId)).Distinct().ToList();
        var names = (await db.ClientsOfAsync(organisations, cancellationToken)).ToDictionary(client => client.Client, client => client.Name);
        var owners = await db.Across<Organisation>().Where(row => organisations.Contains(row.OrganisationId))
            .ToDictionaryAsync(row => row.OrganisationId, row => row.Nom, cancellationToken);
        return new VerificationsView(
            lease is null ? null : lease.Until - JobLeases.Length,
            lease is not null && lease.Until > now,
            dueNow,
            dueSoon,
            tried,
            [.. runs.Select(run => new RunUnderWay(names.GetValueOrDefault(new ClientRef(ClientType.Reseau, run.ClientId), ""), run.StartedAt, run.Total))],
            [.. fruitless.Select(one => new FruitlessTry(
                ProviderCatalogue.Find(one.Provider)!, owners.GetValueOrDefault(one.OrganisationId, ""), names.GetValueOrDefault(new ClientRef(one.ClientType, one.ClientId), ""), one.Verdict, one.At))]);
    }

    private sealed record Try(string Provider, Guid OrganisationId, ClientType ClientType, Guid ClientId, VerificationVerdict Verdict, DateTime At);
}
