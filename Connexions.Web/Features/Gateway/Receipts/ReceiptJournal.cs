using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Gateway.Receipts;

/// <summary>
/// Writes receipts into the journals: the client's, and the lender's where the key is a network's. Entries, statistics and
/// the token's last use are one transaction of each organisation; a receipt that is there already is not written again.
/// </summary>
internal sealed partial class ReceiptJournal(ContextFactory contexts, DatabaseIdentity database, ILogger<ReceiptJournal> logger)
{
    private static readonly TimeSpan LastUseToWithin = TimeSpan.FromMinutes(1);

    /// <summary>A key that was tried so lately is not tried again for what tools meet.</summary>
    private static readonly TimeSpan TriedLately = TimeSpan.FromMinutes(10);

    /// <summary>What one organisation's journal says of one use.</summary>
    private sealed record Line(Receipt Receipt, Guid OrganisationId, ClientRef Client, Guid AgencyId)
    {
        public UseFacts Facts { get; } = new(Receipt.Begun.Operation, Receipt.Ended.Result)
        {
            Refusal = Receipt.Ended.Refusal,
            Status = Receipt.Ended.Status,
            BytesSent = Receipt.Ended.BytesSent,
            BytesReceived = Receipt.Ended.BytesReceived,
            DurationMs = Receipt.Ended.DurationMs,
            Emails = Receipt.Ended.Emails,
            Tokens = Receipt.Ended.Tokens,
            TellsTokens = ProviderCatalogue.Find(Receipt.Begun.Provider)?.Gateway.Find(Receipt.Begun.Operation)?.TellsTokens == true,
            AgencyId = AgencyId == Guid.Empty ? null : AgencyId,
        };
    }

    /// <param name="receipts">Whole: both journals of each.</param>
    /// <returns>Those that are in every journal they belong to.</returns>
    public async Task<IReadOnlyCollection<Guid>> WriteAsync(IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken)
    {
        var failed = new HashSet<Guid>();
        foreach (var lines in receipts.SelectMany(Lines).GroupBy(line => line.OrganisationId))
        {
            if (!await WriteAsync(lines.Key, [.. lines], cancellationToken))
            {
                failed.UnionWith(lines.Select(line => line.Receipt.Begun.UseId));
            }
        }

        return [.. receipts.Select(receipt => receipt.Begun.UseId).Where(id => !failed.Contains(id))];
    }

    private static IEnumerable<Line> Lines(Receipt receipt)
    {
        var begun = receipt.Begun;
        yield return new Line(receipt, begun.OrganisationId, begun.Client, Guid.Empty);
        if (begun.Lender is { } lender)
        {
            yield return new Line(receipt, lender.OrganisationId, new ClientRef(ClientType.Reseau, lender.ReseauId), begun.Client.Id);
        }
    }

    /// <summary>One organisation's trouble is no other's: what it cannot take now is tried again with the next batch.</summary>
    /// <param name="looksFirst">Whether what the journal has already is looked for, or taken to be nothing.</param>
    private async Task<bool> WriteAsync(Guid organisationId, IReadOnlyList<Line> lines, CancellationToken cancellationToken, bool looksFirst = false, bool withFigures = true)
    {
        try
        {
            await TryWriteAsync(organisationId, lines, looksFirst, withFigures, cancellationToken);
            return true;
        }
        catch (Exception e) when (!looksFirst && DatabaseErrors.IsDuplicate(e))
        {
            // A server died between the journal and its own receipt, or another was adding to the same hour.
            return await WriteAsync(organisationId, lines, cancellationToken, looksFirst: true, withFigures);
        }
        catch (Exception e) when (withFigures && DatabaseErrors.IsDangling(e))
        {
            // A client that is not there (a database that was restored from before it) has no figures. The journal asks for none.
            NoFigures(lines.Count);
            return await WriteAsync(organisationId, lines, cancellationToken, looksFirst, withFigures: false);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || DatabaseErrors.Find(e) is not null)
        {
            Later(lines.Count, e.GetType().Name);
            return false;
        }
    }

    private async Task TryWriteAsync(Guid organisationId, IReadOnlyList<Line> lines, bool looksFirst, bool withFigures, CancellationToken cancellationToken)
    {
        await using var db = contexts.Create(new ActingScope.Job("receipts", organisationId));
        await using var transaction = await db.BeginWritingAsync([], cancellationToken);
        if (database.Mark.Length > 0 && await PepperStore.FindMarkAsync(db, cancellationToken) != database.Mark)
        {
            throw new OtherDatabaseException();
        }

        var news = looksFirst ? await NewsAsync(db, lines, cancellationToken) : lines;
        if (news.Count == 0)
        {
            return;
        }

        await db.InsertUsesAsync([.. news.Select(EntryOf)], cancellationToken);
        if (withFigures)
        {
            await CountAsync(db, news, cancellationToken);
            await MarkTokensAsync(db, news, cancellationToken);
            await AskAgainAsync(db, news, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Those that the journal does not have.</summary>
    private static async Task<IReadOnlyList<Line>> NewsAsync(ConnexionsDbContext db, IReadOnlyList<Line> lines, CancellationToken cancellationToken)
    {
        var ids = lines.Select(line => line.Receipt.Begun.UseId).Distinct().ToList();
        var known = (await db.AuditEntries.Where(entry => ids.Contains(entry.CorrelationId) && entry.Operation != null)
            .Select(entry => new { entry.CorrelationId, entry.ClientId }).ToListAsync(cancellationToken)).Select(entry => (entry.CorrelationId, entry.ClientId)).ToHashSet();
        return [.. lines.Where(line => !known.Contains((line.Receipt.Begun.UseId, line.Client.Id)))];
    }

    private static AuditEntry EntryOf(Line line)
    {
        var begun = line.Receipt.Begun;
        var facts = new AuditFacts(line.OrganisationId, AuditAction.ConnexionUsed) { Client = line.Client, Provider = begun.Provider, ConnexionId = begun.ConnexionId };
        return AuditEntry.ForUse(facts, line.Facts, begun.UseId, begun.TokenId, begun.PersonId, begun.At);
    }

    private static async Task CountAsync(ConnexionsDbContext db, IReadOnlyList<Line> lines, CancellationToken cancellationToken)
    {
        foreach (var sum in lines.GroupBy(line => (line.Client, line.AgencyId, line.Receipt.Begun.Provider, line.Receipt.Begun.ConnexionId, Hour: UsageHour.HourOf(line.Receipt.Begun.At))))
        {
            var (client, agencyId, provider, connexion, hour) = sum.Key;
            var connexionId = connexion ?? Guid.Empty;
            var row = await db.Set<UsageHour>().SingleOrDefaultAsync(
                row => row.ClientType == client.Type && row.ClientId == client.Id && row.Hour == hour && row.Provider == provider && row.ConnexionId == connexionId && row.AgencyId == agencyId,
                cancellationToken);
            if (row is null)
            {
                row = UsageHour.Create(db.Scope!.OrganisationId, client, provider, connexionId, agencyId, hour);
                db.Add(row);
            }

            foreach (var line in sum)
            {
                row.Add(UsageCounts.Of(line.Facts));
            }
        }
    }

    /// <summary>
    /// A key that the provider did not let through is tried at once by the background job: whether it was refused, as its
    /// provider documents it, is for the verifier to say, and the owner is told by it.
    /// </summary>
    private static async Task AskAgainAsync(ConnexionsDbContext db, IReadOnlyList<Line> lines, CancellationToken cancellationToken)
    {
        // The connexion lies with its owner: in the lender's part of a use, or in the only one.
        var refused = lines.Where(line => (line.Receipt.Ended.Result is UseResult.KeyRefused or UseResult.ServerBlocked || line.Receipt.Ended.Status == StatusCodes.Status401Unauthorized)
                && line.Receipt.Ended.Refusal is null && (line.AgencyId != Guid.Empty || line.Receipt.Begun.Lender is null))
            .GroupBy(line => (line.Receipt.Begun.Provider, line.Receipt.Begun.ConnexionId), line => line.Receipt.Begun.At);
        foreach (var uses in refused)
        {
            var (id, at) = (uses.Key.ConnexionId, uses.Max());
            if (ProviderCatalogue.Find(uses.Key.Provider) is { Verifier.CanProbe: true } provider
                && await db.ConnexionsOf(provider).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } connexion
                && (connexion.LastTryAt is null || at - connexion.LastTryAt >= TriedLately))
            {
                connexion.AskAgain(at);
            }
        }
    }

    private static async Task MarkTokensAsync(ConnexionsDbContext db, IReadOnlyList<Line> lines, CancellationToken cancellationToken)
    {
        var last = lines.Where(line => line.AgencyId == Guid.Empty && line.Receipt.Begun.TokenId is not null)
            .GroupBy(line => line.Receipt.Begun.TokenId!.Value)
            .ToDictionary(uses => uses.Key, uses => uses.Max(line => line.Receipt.Begun.At));
        var ids = last.Keys.ToList();
        foreach (var token in ids.Count == 0 ? [] : await db.Set<ServiceToken>().Where(row => ids.Contains(row.TokenId)).ToListAsync(cancellationToken))
        {
            if (token.LastUsedAt is null || last[token.TokenId] - token.LastUsedAt >= LastUseToWithin)
            {
                token.Used(last[token.TokenId]);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} uses of clients that are not there are in the journal alone, without figures.")]
    private partial void NoFigures(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} uses wait for the journal ({Reason}).")]
    private partial void Later(int count, string reason);
}
