using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Web.Account;
using Connexions.Web.Features.Gateway.Admissions;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Verifications.Checks;
using Connexions.Web.Features.Verifications.Verdicts;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Web.Features.Gateway.Mails;

/// <param name="ClientName">As the page names the client; the mail says for whom it was sent.</param>
public sealed record SendMailThroughGatewayRequest(ClientRef Client, string Provider, string ClientName);

/// <summary>A mail that the provider was given, and what it said.</summary>
/// <param name="Cause">Why, where the provider told.</param>
/// <param name="Recipient">The person's own address.</param>
/// <param name="Source">Whose connexion it went by.</param>
public sealed record MailThroughGateway(UseResult Result, VerificationCause? Cause, string Recipient, Source Source);

/// <summary>
/// Sends the person who asks one mail by the connexion in effect, own or the network's, the way that a tool's call takes:
/// the same admission, the same sender, the same receipt. Where a key can only be tried by a mail, one that is accepted is
/// that trial, whoever's key it is.
/// </summary>
internal sealed class SendMailThroughGateway(UnitsOfWork unitsOfWork, AttemptLimits attempts, KeysInEffect keys, Admission admission, PersonalCall calls, VerdictBook book)
{
    public async Task<Result<MailThroughGateway>> HandleAsync(Actor actor, SendMailThroughGatewayRequest request, CancellationToken cancellationToken)
    {
        var begun = await unitsOfWork.BeginAsync(actor, Operation.UseConnexion, request.Client, cancellationToken);
        if (!begun.Succeeded)
        {
            return Result<MailThroughGateway>.Failure(begun.Errors);
        }

        string recipient;
        await using (var work = begun.Value)
        {
            recipient = await work.Db.Set<Person>().Where(person => person.Id == actor.PersonId).Select(person => person.Email!).SingleAsync(cancellationToken);
        }

        if (ProviderCatalogue.Find(request.Provider) is not { } provider)
        {
            return Error.NotFound;
        }

        var key = await keys.FindAsync(actor.OrganisationId, request.Client, provider, cancellationToken);
        var account = key.Stored is { } serving && GetConnexion.IdentityOf(serving) is { } whose ? whose.Name ?? whose.Email : null;
        if (provider.Gateway.NewTestMail(TestMail.ThroughGateway(recipient, request.ClientName, account, CultureInfo.CurrentUICulture)) is not { } mail)
        {
            return ConnexionErrors.NoTestMail;
        }

        if (attempts.Take(actor.PersonId, request.Client.Id) is { } wait)
        {
            return GatewayErrors.TooManyTries with { Arguments = [(int)Math.Ceiling(wait.TotalMinutes)] };
        }

        var inEffect = key.Effective;
        if (inEffect is { Source: Source.Own, Sender.IsStated: false })
        {
            // The gateway lets a tool state any sender of its own account; here nobody states one.
            return ConnexionErrors.SenderNeeded;
        }

        var operation = provider.Gateway.Operations.Single(known => known.Code == mail.Operation);
        var matched = new MatchedOperation(operation, operation.Path);
        var admitted = await admission.AdmitAsync(
            GatewayCaller.Person(actor), new AskedCall(provider, matched, mail.Body, mail.Body.Length), cancellationToken);
        if (!admitted.MayPass)
        {
            return admitted.Refusal.Error;
        }

        var answer = await calls.SendAsync(provider, matched, admitted.Call, cancellationToken);
        if (answer.Proof is { } proof)
        {
            // A refusal proves nothing here: it may be of the sender, which on a lent key is the agency's own.
            var stored = admitted.Call.Stored;
            await book.TryWriteAsync(
                new ConnexionId(provider, stored.OrganisationId, stored.Client, stored.Id), new Learnt(proof, admitted.Call.Key, stored.ApiKeyChangedAt), cancellationToken);
        }

        return new MailThroughGateway(answer.Result, answer.Cause, recipient, inEffect.Source);
    }
}
