using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Connexions.Tests.Support;

/// <summary>A component by itself, in French. What MudBlazor brings can only be disposed of asynchronously.</summary>
public abstract class ComponentTests : BunitContext, IAsyncLifetime
{
    private readonly (CultureInfo Ui, CultureInfo Formats) before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);

    // Here and not below: what an asynchronous method sets ends with it.
    protected ComponentTests()
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddLocalization().AddMudServices();
    }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync() => await CleanUpAsync();

    protected virtual async Task CleanUpAsync() => await DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        base.Dispose(disposing);
    }
}
