using System.Security.Claims;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Account.Pages;

/// <summary>Where somebody is signed in, and what happened around their account lately.</summary>
public sealed partial class SecurityPage(GetOwnSecurity get, EndSessions end, IStringLocalizer<SecurityPage> localizer)
{
    private IReadOnlyList<Error> errors = [];
    private OwnSecurity? own;
    private string? done;

    [SupplyParameterFromForm(FormName = "end-session")]
    private Guid? Ended { get; set; }

    private IStringLocalizer L => localizer;

    private Guid Me => Guid.Parse(HttpContext.User.FindFirstValue(ClaimTypes.NameIdentifier)!);

    private Guid Current => CurrentSession.IdOf(HttpContext.User) ?? Guid.Empty;

    private IReadOnlyList<OwnSession> Sessions => own?.Sessions ?? [];

    private IReadOnlyList<AccountEvent> Events => own?.Events ?? [];

    protected override Task OnInitializedAsync() => LoadAsync();

    private string NameOf(string? userAgent) => Browsers.NameOf(userAgent) ?? L["UnknownBrowser"];

    private async Task LoadAsync() => own = await get.HandleAsync(Me, HttpContext.RequestAborted);

    private Task EndAsync() => EndAsync("Ended", ct => end.EndOwnAsync(Me, Ended ?? Guid.Empty, Origin, ct));

    private Task EndOthersAsync() => EndAsync("EndedOthers", ct => end.EndOthersAsync(Me, Current, Origin, ct));

    private async Task EndAsync(string text, Func<CancellationToken, Task<Result<Done>>> ending)
    {
        var result = await RunAsync(ending);
        (errors, done) = (result.Errors, result.Succeeded ? text : null);
        await LoadAsync();
    }
}
