using System.Globalization;

namespace Connexions.Web.Shared;

/// <summary>Days as people here mean them: from midnight to midnight in Paris.</summary>
public static class ParisDay
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>The moment a day begins, UTC.</summary>
    public static DateTime Start(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Paris);

    public static DateOnly Of(DateTime utc) => DateOnly.FromDateTime(When.ToParis(utc));

    /// <summary>The day in words, in the reader's language: "1er mars 2027", "1 March 2027".</summary>
    public static string InWords(DateTime utc)
    {
        var day = Of(utc);
        var culture = CultureInfo.CurrentUICulture;
        var number = day.Day == 1 && culture.TwoLetterISOLanguageName == "fr" ? "1er" : day.Day.ToString(culture);
        return $"{number} {day.ToString("MMMM yyyy", culture)}";
    }
}
