using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Tokens;

/// <param name="Text">Shown once: only its hash is stored.</param>
public sealed record CreatedToken(Guid TokenId, string Nom, SecretText Text);

/// <summary>Makes a token for a tool of the client one works for.</summary>
public sealed class CreateToken(UnitsOfWork unitsOfWork, TokenSeals seals)
{
    /// <summary>Most open tokens of one client.</summary>
    public const int MostOpen = 50;

    /// <summary>What the journal calls the providers a token is good for.</summary>
    public const string ProvidersChange = "Providers";

    public async Task<Result<CreatedToken>> HandleAsync(Actor actor, CreateTokenRequest request, CancellationToken cancellationToken)
    {
        seals.MakeReady();
        var begun = await unitsOfWork.BeginAsync(actor, Operation.EditTokens, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<CreatedToken>.Failure(begun.Errors);
        }

        await using var work = begun.Value;
        var terms = request.Check(work.Now);
        if (!terms.Succeeded)
        {
            return Result<CreatedToken>.Failure(terms.Errors);
        }

        var now = work.Now;
        var open = await work.Db.ServiceTokens.Where(row => row.RevokedAt == null && row.ExpiresAt > now).Select(row => row.Nom).ToListAsync(cancellationToken);
        if (open.Count >= MostOpen)
        {
            return TokenErrors.TooMany with { Arguments = [MostOpen] };
        }

        // Whoever revokes one has to know which it is. Here, because the databases compare texts differently.
        if (open.Find(name => PlainText.SameName(name, terms.Value.Nom)) is { } taken)
        {
            return TokenErrors.NameTaken with { Arguments = [taken] };
        }

        var (token, text) = ServiceToken.Create(actor.OrganisationId, request.Client, terms.Value, actor.PersonId, now);
        token.SealWith(seals.Seal(token));
        work.Db.Add(token);
        work.Record(new AuditFacts(actor.OrganisationId, AuditAction.ServiceTokenCreated)
        {
            Client = request.Client,
            Subject = token.Nom,
            OtherChanges = new Dictionary<string, Change> { [ProvidersChange] = new(null, string.Join(", ", request.Chosen.Select(provider => provider.Name))) },
        });
        return await work.CommitAsync(cancellationToken)
            ? new CreatedToken(token.TokenId, token.Nom, SecretText.From(text)!)
            : throw new InvalidOperationException("Two tokens have the same hash.");
    }
}
