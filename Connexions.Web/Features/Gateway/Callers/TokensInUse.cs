using System.Net;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Gateway.Callers;

/// <summary>What a token is good for, as it stood a moment ago.</summary>
internal sealed record TokenFacts(
    Guid TokenId, Guid OrganisationId, ClientRef Client, IReadOnlySet<string> Providers, Purposes Purposes, IReadOnlyList<AddressRange>? Ranges, int CallsPerMinute, DateTime ExpiresAt)
{
    /// <summary>Whether calls may come from an address; one that is not known comes from nowhere in particular.</summary>
    public bool Admits(IPAddress? address) => Ranges is null || (address is not null && Ranges.Any(range => range.Contains(address)));

    /// <summary>What is said to a caller whose address is not admitted.</summary>
    public static Error Refusal(IPAddress? address) => GatewayErrors.AddressRefused with
    {
        Arguments = [address is null ? "?" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()],
    };
}

/// <summary>Finds the token that a caller shows.</summary>
internal sealed class TokensInUse(ContextFactory contexts, TokenSeals seals, GatewayOptions options, TimeProvider clock)
{
    private readonly ShortMemory<string, TokenFacts?> memory = new(options.ReadAgainAfter, clock);

    /// <summary>Null for a text that is no token, and for one that is unknown, expired, revoked, or not as the application stored it.</summary>
    public async ValueTask<TokenFacts?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!ServiceToken.HasForm(text))
        {
            return null;
        }

        var hash = ServiceToken.Hash(text);
        var found = await memory.GetAsync(hash, ReadAsync, cancellationToken);
        if (found is null)
        {
            // Nobody fills the memory with tokens that are none.
            memory.Forget(hash);
        }

        return found is not null && clock.GetUtcNow().UtcDateTime < found.ExpiresAt ? found : null;
    }

    private async Task<TokenFacts?> ReadAsync(string hash)
    {
        // Whose the token is, is what is asked: only the application itself may look for that everywhere.
        await using var db = contexts.Create(new ActingScope.Job("gateway", Organisation.Platform));
        var row = await db.Across<ServiceToken>().Where(token => token.TokenHash == hash && token.RevokedAt == null).SingleOrDefaultAsync();
        return row is null || !seals.IsGenuine(row)
            ? null
            : new TokenFacts(
                row.TokenId, row.OrganisationId, row.Client, row.Providers.Split(',').ToHashSet(StringComparer.Ordinal), row.Purposes,
                // A line that is no range lets nobody in.
                row.AllowedRanges?.Split('\n').Select(AddressRange.Parse).OfType<AddressRange>().ToList(),
                row.CallsPerMinute, row.ExpiresAt);
    }
}
