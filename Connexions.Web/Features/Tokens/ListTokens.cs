using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Account;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Connexions.Web.Shared.Pages;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Tokens;

public enum TokenState
{
    Active,

    /// <summary>Within <see cref="ListTokens.Soon"/>.</summary>
    ExpiresSoon,
    Expired,
    Revoked,

    /// <summary>Its seal does not fit, or cannot be read here: another has to take its place.</summary>
    Unusable,
}

/// <summary>A token as its list shows it; neither what it opens with nor its hash.</summary>
/// <param name="Hint">Its first characters.</param>
public sealed record TokenRow(Guid TokenId, string Nom, string Hint, TokenState State)
{
    public required IReadOnlyList<Provider> Providers { get; init; }

    public Purposes Purposes { get; init; }

    /// <summary>Empty for anywhere.</summary>
    public required IReadOnlyList<string> Ranges { get; init; }

    public int CallsPerMinute { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Null for a person who is gone.</summary>
    public string? CreatedBy { get; init; }

    public DateTime ExpiresAt { get; init; }

    public DateTime? RevokedAt { get; init; }

    /// <inheritdoc cref="CreatedBy"/>
    public string? RevokedBy { get; init; }

    /// <summary>Null for a token that was never used.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>Neither revoked nor expired.</summary>
    public bool IsOpen => State is TokenState.Active or TokenState.ExpiresSoon or TokenState.Unusable;
}

/// <summary>The tokens of the client one works for: open ones first, then those that ended, each newest first.</summary>
public sealed class ListTokens(UnitsOfWork unitsOfWork, TokenSeals seals)
{
    public const int PageSize = 20;

    /// <summary>So long before its end a token is said to expire soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <param name="page">Counts from 1.</param>
    public async Task<Result<PageOf<TokenRow>>> HandleAsync(Actor actor, int page, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.ViewTokens, actor.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<PageOf<TokenRow>>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var now = work.Now;
        var total = await work.Db.ServiceTokens.CountAsync(cancellationToken);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var people = work.Db.Set<Person>();
        // The id only keeps tokens of one moment from changing places between pages.
        var rows = await work.Db.ServiceTokens.AsNoTracking()
            .OrderBy(row => row.RevokedAt == null && row.ExpiresAt > now ? 0 : 1).ThenByDescending(row => row.CreatedAt).ThenBy(row => row.TokenId)
            .Skip((number - 1) * PageSize).Take(PageSize)
            .Select(row => new
            {
                Token = row,
                CreatedBy = people.Where(person => person.Id == row.CreatedBy).Select(person => person.DisplayName).FirstOrDefault(),
                RevokedBy = people.Where(person => person.Id == row.RevokedBy).Select(person => person.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var shown = rows.ConvertAll(row => new TokenRow(row.Token.TokenId, row.Token.Nom, row.Token.Hint, StateOf(row.Token, now))
        {
            Providers = [.. ProviderCatalogue.All.Where(provider => row.Token.Providers.Split(',').Contains(provider.Code))],
            Purposes = row.Token.Purposes,
            Ranges = row.Token.AllowedRanges?.Split('\n') ?? [],
            CallsPerMinute = row.Token.CallsPerMinute,
            CreatedAt = row.Token.CreatedAt,
            CreatedBy = row.CreatedBy,
            ExpiresAt = row.Token.ExpiresAt,
            RevokedAt = row.Token.RevokedAt,
            RevokedBy = row.RevokedBy,
            LastUsedAt = row.Token.LastUsedAt,
        });
        return new PageOf<TokenRow>(shown, total, number, PageSize);
    }

    private TokenState StateOf(ServiceToken token, DateTime now) =>
        token.RevokedAt is not null ? TokenState.Revoked
        : token.ExpiresAt <= now ? TokenState.Expired
        : !seals.IsGenuine(token) ? TokenState.Unusable
        : token.ExpiresAt - now < Soon ? TokenState.ExpiresSoon
        : TokenState.Active;
}
