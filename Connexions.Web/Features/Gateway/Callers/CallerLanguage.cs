using System.Globalization;
using Connexions.Web.Shared.Appearance;

namespace Connexions.Web.Features.Gateway.Callers;

/// <summary>The language a tool asks for, among those of the screens; French for one that asks for none of them.</summary>
internal static class CallerLanguage
{
    public static CultureInfo Of(HttpRequest request) =>
        request.Headers.AcceptLanguage.Count == 0
            ? Preferences.Cultures[0]
            : request.GetTypedHeaders().AcceptLanguage.OrderByDescending(wish => wish.Quality ?? 1)
                .Select(wish => Preferences.Cultures.FirstOrDefault(known =>
                    wish.Value.Length >= 2 && wish.Value.AsSpan(0, 2).Equals(known.TwoLetterISOLanguageName, StringComparison.OrdinalIgnoreCase)
                    && (wish.Value.Length == 2 || wish.Value.AsSpan()[2] == '-')))
                .FirstOrDefault(known => known is not null) ?? Preferences.Cultures[0];
}
