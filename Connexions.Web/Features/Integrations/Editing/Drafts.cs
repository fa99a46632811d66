using System.Security.Cryptography;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage;
using Microsoft.JSInterop;

namespace Connexions.Web.Features.Integrations.Editing;

/// <summary>
/// What was typed into an editor and not saved yet. Never a key, not even one typed into another field: only whether
/// one was being typed.
/// </summary>
public sealed record Draft(Guid? Version, IReadOnlyDictionary<FieldKind, string?> Values, bool KeyWasTyped)
{
    internal Draft WithoutKeys() => this with
    {
        Values = Values.Where(field => !KeyInText.IsIn(field.Value)).ToDictionary(),
        KeyWasTyped = KeyWasTyped || Values.Values.Any(KeyInText.IsIn),
    };
}

/// <summary>
/// Keeps drafts in the tab's session storage, encrypted by the server, so that a lost connection gives back what was
/// typed. It is a convenience: when the browser refuses, the editor works on without it.
/// </summary>
public sealed class Drafts(ProtectedSessionStorage storage)
{
    public async Task KeepAsync(ClientRef client, Provider provider, Draft draft)
    {
        try
        {
            await storage.SetAsync(Name(client, provider), draft.WithoutKeys());
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The tab is going away, or allows no storage.
        }
    }

    public async Task<Draft?> FindAsync(ClientRef client, Provider provider)
    {
        try
        {
            return (await storage.GetAsync<Draft>(Name(client, provider))).Value?.WithoutKeys();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException or CryptographicException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    public async Task DropAsync(ClientRef client, Provider provider)
    {
        try
        {
            await storage.DeleteAsync(Name(client, provider));
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Nothing to drop where nothing could be kept.
        }
    }

    private static string Name(ClientRef client, Provider provider) => $"draft:{client.Id:N}:{provider.Code}";
}
