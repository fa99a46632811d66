using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway.Addresses;
using Connexions.Web.Features.Gateway.Admissions;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Gateway.Calls;
using Connexions.Web.Features.Gateway.Mails;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Http.Features;

namespace Connexions.Web.Features.Gateway;

/// <summary>
/// <c>/gateway/{provider}/{the provider's own path}</c>: reads who calls and what, asks <see cref="Admission"/>, and has
/// <see cref="GatewayForwarder"/> pass the call on. It stands before sign-in, pages and their error pages: nothing of
/// these is for tools.
/// </summary>
internal sealed class GatewayEndpoint(
    TokenReader reader, Admission admission, GatewayForwarder forwarder, GatewayProblems problems, GatewayDoor door, GatewayOptions options)
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
        if (HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0)
        {
            // A browser asks without the token. Whoever loads a page could read the one in it.
            await problems.WriteAsync(context, null, GatewayErrors.NotFromPages);
            return;
        }

        var path = context.Request.Path.Value ?? "";
        if (GatewayDoor.IsAt(context.Request.Method, path, out var described))
        {
            await door.DescribeAsync(context, described);
            return;
        }

        if (FindProvider(path) is not { } provider)
        {
            await problems.WriteAsync(context, null, GatewayErrors.ProviderUnknown with { Arguments = [string.Join(", ", ProviderCatalogue.All.Select(one => one.Code))] });
            return;
        }

        var read = await reader.ReadAsync(context.Request, provider, context.RequestAborted);
        if (!read.Succeeded)
        {
            await problems.WriteAsync(context, provider, read.Errors[0]);
            return;
        }

        // The provider is spelt as the segment of any other path is: one that is not is found only to say how.
        var isSpelt = path.StartsWith($"/{provider.Code}/", StringComparison.Ordinal);
        var address = CallAddress.Of(isSpelt ? path[(provider.Code.Length + 2)..] : path, context.Request.QueryString.Value);
        if (await RefuseAsync(context, provider, read.Value, address, isSpelt) is { } refusal)
        {
            await problems.WriteAsync(context, provider, refusal);
        }
    }

    private static Provider? FindProvider(string path)
    {
        var name = path.AsSpan().TrimStart('/');
        name = name.IndexOf('/') is >= 0 and var end ? name[..end] : name;
        foreach (var provider in ProviderCatalogue.All)
        {
            if (name.Equals(provider.Code, StringComparison.OrdinalIgnoreCase))
            {
                return provider;
            }
        }

        return null;
    }

    /// <summary>Why a call is none of the provider's, as helpfully as it can be told.</summary>
    private static GatewayRefusal NotListed(HttpContext context, Provider provider, CallAddress address, bool isSpelt)
    {
        var (request, gateway) = (context.Request, provider.Gateway);
        if (request.Headers.Upgrade.Count > 0 || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true })
        {
            return GatewayErrors.NoTunnel;
        }

        if (isSpelt && gateway.MethodsOf(address) is { Count: > 0 } methods)
        {
            return new GatewayRefusal(GatewayErrors.MethodNotListed with { Arguments = [request.Method, string.Join(", ", methods)] }) { Allow = methods };
        }

        return AddressAdvice.Of(provider, request.Method, context.Request.Path.Value!) is { } advice
            ? GatewayErrors.AddressMistaken with { Arguments = [advice.Mistake, $"{GatewayFeature.Root}/{advice.Path}", $"{GatewayFeature.Root}/{advice.Base}"] }
            : GatewayErrors.OperationNotListed with { Arguments = [provider.Name] };
    }

    /// <summary>Null when the call was passed on, whatever became of it.</summary>
    private async ValueTask<GatewayRefusal?> RefuseAsync(HttpContext context, Provider provider, TokenFacts token, CallAddress address, bool isSpelt)
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

        if (!isSpelt || provider.Gateway.Match(request.Method, address) is not { } matched)
        {
            return admission.Refuse(caller, provider, NotListed(context, provider, address, isSpelt));
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
