using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Sharing.Requests;

/// <summary>What the client last asked its network for at a provider, and what became of it.</summary>
public sealed record OwnRequest(string Provider, DateTime CreatedAt, DateTime? AnsweredAt, bool? Accepted, string? Answer)
{
    public bool IsOpen => AnsweredAt is null;
}

/// <summary>The last request at each provider of the client one works for.</summary>
public sealed class ListOwnRequests(UnitsOfWork unitsOfWork)
{
    public async Task<Result<IReadOnlyDictionary<string, OwnRequest>>> HandleAsync(Actor actor, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewConnexion, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<IReadOnlyDictionary<string, OwnRequest>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var last = new Dictionary<string, OwnRequest>(StringComparer.Ordinal);
        foreach (var provider in ProviderCatalogue.All)
        {
            if (await work.Db.Set<SharingRequest>().AsNoTracking()
                .Where(row => row.Provider == provider.Code)
                .OrderByDescending(row => row.CreatedAt)
                .Select(row => new OwnRequest(row.Provider, row.CreatedAt, row.AnsweredAt, row.Accepted, row.Answer))
                .FirstOrDefaultAsync(cancellationToken) is { } request)
            {
                last[provider.Code] = request;
            }
        }

        return last;
    }
}
