using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Http.Features;

namespace Connexions.Web.Features.Gateway;

/// <summary>
/// <c>/gateway/{provider}/{the provider's own path}</c>: reads who calls and what, asks <see cref="Admission"/>, and has
/// <see cref="GatewayForwarder"/> pass the call on. It stands before sign-in, pages and their error pages: nothing of
/// these is for tools.
/// </summary>
internal sealed class GatewayEndpoint(
    TokenReader reader, Admission admission, GatewayForwarder forwarder, GatewayProblems problems, GatewayOptions options)
{
    public async Task HandleAsync(HttpContext context)
    {
        // The server breaks the connection over a longer body, without an answer. How much is read is for each call to say.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        try
        {
            await PassAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException) when (!context.Response.HasStarted)
        {
            await problems.WriteAsync(context, null, GatewayErrors.BodyUnreadable);
        }
        catch (Exception e) when (DatabaseErrors.Find(e) is not null && !context.Response.HasStarted)
        {
            await problems.WriteAsync(context, null, GatewayErrors.JournalUnavailable);
        }
    }

    private async Task PassAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var slash = path.IndexOf('/', 1);
        if (slash < 0 || ProviderCatalogue.All.FirstOrDefault(one => path.AsSpan(1, slash - 1).SequenceEqual(one.Code)) is not { } provider)
        {
            await problems.WriteAsync(context, null, GatewayErrors.NothingHere);
            return;
        }

        var read = await reader.ReadAsync(context.Request, provider, context.RequestAborted);
        if (!read.Succeeded)
        {
            await problems.WriteAsync(context, provider, read.Errors[0]);
            return;
        }

        if (await RefuseAsync(context, provider, read.Value, CallAddress.Of(path[(slash + 1)..], context.Request.QueryString.Value)) is { } refusal)
        {
            await problems.WriteAsync(context, provider, refusal);
        }
    }

    /// <summary>Null when the call was passed on, whatever became of it.</summary>
    private async ValueTask<GatewayRefusal?> RefuseAsync(HttpContext context, Provider provider, TokenFacts token, CallAddress address)
    {
        var request = context.Request;
        var caller = GatewayCaller.Tool(token);
        if (!token.Admits(context.Connection.RemoteIpAddress))
        {
            return admission.Refuse(caller, provider, TokenFacts.Refusal(context.Connection.RemoteIpAddress));
        }

        if (!token.Providers.Contains(provider.Code))
        {
            return admission.Refuse(caller, provider, GatewayErrors.ProviderNotGranted with { Arguments = [provider.Name] });
        }

        if (address.HoldsToken || Passage.HeadersHoldToken(request, provider))
        {
            return admission.Refuse(caller, provider, GatewayErrors.TokenMisplaced);
        }

        if (Passage.UnreadableHeader(request, provider) is { } header)
        {
            return admission.Refuse(caller, provider, GatewayErrors.HeaderUnreadable with { Arguments = [header] });
        }

        if (provider.Gateway.Match(request.Method, address) is not { } matched)
        {
            return admission.Refuse(caller, provider, GatewayErrors.OperationNotListed with { Arguments = [provider.Name] });
        }

        var most = matched.Operation.Mail is null ? options.MaxBodyBytes : options.MaxMailBytes;
        if (request.ContentLength > most)
        {
            return admission.Refuse(caller, provider, GatewayErrors.LargerThan(most));
        }

        if (admission.RefuseUnread(caller, token.CallsPerMinute, provider, matched) is { } refusal)
        {
            return refusal;
        }

        ReadOnlyMemory<byte>? body = null;
        if (matched.Operation.Mail is not null)
        {
            var read = await MailReader.ReadAsync(request, options.MaxMailBytes, context.RequestAborted);
            if (!read.Succeeded)
            {
                return admission.Refuse(caller, provider, read.Errors[0]);
            }

            body = read.Value;
            // A body may take its time, and the token be revoked meanwhile.
            if (!(await reader.ReadAsync(request, provider, context.RequestAborted)).Succeeded)
            {
                return GatewayErrors.TokenRefused;
            }
        }

        var admitted = await admission.AdmitAsync(caller, new AskedCall(provider, matched, body, request.ContentLength ?? 0), context.RequestAborted);
        return admitted.MayPass
            ? await forwarder.ForwardAsync(context, provider, matched, admitted.Call)
            : admitted.Refusal;
    }
}
