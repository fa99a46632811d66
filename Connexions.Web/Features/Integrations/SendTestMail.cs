using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Web.Account;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Integrations;

/// <param name="ClientName">As the page names the client; the mail says whose connexion was tried.</param>
public sealed record SendTestMailRequest(ClientRef Client, string Provider, string ClientName);

/// <param name="Recipient">The address the mail went to: the person's own.</param>
/// <param name="State">What is known of the key with what was learnt; null where that could not be kept.</param>
public sealed record SentTestMail(Verification Finding, string Recipient, ConnexionState? State);

/// <summary>
/// Sends the person who asks one mail through the stored connexion: the only way to find out whether a key works where
/// the provider offers no question that does nothing.
/// </summary>
public sealed class SendTestMail(UnitsOfWork unitsOfWork, SecretVault vault, ProviderClient providers, KeyCheck check, VerdictBook book)
{
    public async Task<Result<SentTestMail>> HandleAsync(Actor actor, SendTestMailRequest request, CancellationToken cancellationToken)
    {
        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        if (!provider.Verifier.SendsTestMail)
        {
            return ConnexionErrors.NoTestMail;
        }

        var begun = await unitsOfWork.BeginAsync(actor, Operation.VerifyConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<SentTestMail>.Failure(begun.Errors);
        }

        Connexion stored;
        string recipient;
        SecretText key;
        await using (var work = begun.Value)
        {
            var found = await GetConnexion.FindAsync(work.Db, provider, cancellationToken);
            if (found?.Secret is null)
            {
                return ConnexionErrors.NothingToVerify;
            }

            if (found.Get(FieldKind.SenderEmail) is null)
            {
                return ConnexionErrors.SenderNeeded;
            }

            if (vault.Unprotect(found) is not { } readable)
            {
                return ConnexionErrors.Unreadable;
            }

            if (check.Limit(actor, found.Client) is { } tooMany)
            {
                return tooMany;
            }

            (stored, key) = (found, readable);
            recipient = await work.Db.Set<Person>().Where(person => person.Id == actor.PersonId).Select(person => person.Email!).SingleAsync(cancellationToken);

            // Written before the mail leaves: nothing goes out that the journal does not know of.
            work.Record(new AuditFacts(actor.OrganisationId, AuditAction.TestMailSent)
            {
                Client = request.Client,
                Provider = provider.Code,
                ConnexionId = found.Id,
            });
            await work.CommitAsync(cancellationToken);
        }

        var mail = TestMail.Write(stored.Get(FieldKind.SenderEmail)!, stored.Get(FieldKind.SenderName), recipient, request.ClientName, GetConnexion.IdentityOf(stored) is { } account ? account.Name ?? account.Email : null, CultureInfo.CurrentUICulture);
        var finding = await providers.SendTestMailAsync(provider, key, mail, actor.OrganisationId, cancellationToken);
        var id = new ConnexionId(provider, stored.OrganisationId, stored.Client, stored.Id);
        var state = await book.TryWriteAsync(id, new Learnt(finding, key, stored.ApiKeyChangedAt), cancellationToken);
        return new SentTestMail(finding, recipient, state);
    }
}
