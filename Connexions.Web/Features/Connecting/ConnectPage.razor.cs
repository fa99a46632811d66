using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sharing.InEffect;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Connecting;

/// <summary>All that somebody needs to make a tool call a provider through Connexions. No token is ever on it.</summary>
public sealed partial class ConnectPage(GetEffective get, NavigationManager navigation)
{
    private static readonly int[] Statuses = [400, 401, 403, 404, 405, 409, 413, 415, 429, 502, 503, 504];

    private Provider? shown;
    private EffectiveView? view;
    private IReadOnlyList<Error> errors = [];

    [SupplyParameterFromQuery(Name = "fournisseur")]
    private string? ProviderCode { get; set; }

    /// <summary>The first one, where the address names none; null where it names one that there is not.</summary>
    private Provider? Provider => string.IsNullOrEmpty(ProviderCode) ? ProviderCatalogue.All[0] : ProviderCatalogue.Find(ProviderCode);

    /// <summary>A call that passes: where the network does not share the first one's use, another.</summary>
    private ToolExample? Example => Provider!.Gateway.ExampleFor(view!.Effective.Quota.LimitsEmails
        // They cannot be counted, so under a limit none passes.
        ? view.Effective.Purposes & ~Domain.Gateway.Purposes.Newsletters
        : view.Effective.Purposes);

    private Uri Site => new(navigation.BaseUri);

    protected override async Task OnParametersSetAsync()
    {
        if (Session.Actor?.Client is not null && Provider is { } asked && asked != shown)
        {
            (shown, view, errors) = (asked, null, []);
            await OnceAsync(LoadAsync);
        }
    }

    private async Task LoadAsync()
    {
        var asked = shown;
        var result = await RunAsync(ct => get.HandleAsync(Actor, asked!.Code, ct));
        if (asked == shown)
        {
            (view, errors) = (result.Value, result.Errors);
        }
    }
}
