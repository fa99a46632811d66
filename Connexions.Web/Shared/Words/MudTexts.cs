using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Connexions.Web.Shared.Words;

/// <summary>MudBlazor's own words, in the reader's language; a test names what a newer version adds.</summary>
public sealed class MudTexts(IStringLocalizer<MudTexts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];

    public override LocalizedString this[string key, params object[] arguments] => texts[key, arguments];
}
