using System.Globalization;

namespace Connexions.Web.Shared.Times;

/// <summary>Days as people here mean them: from midnight to midnight in Paris.</summary>
public static class ParisDay
{
    /// <summary>The moment a day begins, UTC.</summary>
    public static DateTime Start(DateOnly day) => ParisTime.At(day, TimeOnly.MinValue);

    public static DateOnly Of(DateTime utc) => DateOnly.FromDateTime(ParisTime.Of(utc));

    /// <summary>The day in words, in the reader's language: "1er mars 2027", "1 March 2027".</summary>
    public static string InWords(DateTime utc) => InWords(Of(utc));

    /// <inheritdoc cref="InWords(DateTime)"/>
    public static string InWords(DateOnly day)
    {
        var culture = CultureInfo.CurrentUICulture;
        return $"{Number(day, culture)} {day.ToString("MMMM yyyy", culture)}";
    }

    /// <summary>With its name: "dimanche 1er novembre", "Sunday 1 November".</summary>
    public static string WithItsName(DateOnly day, bool year)
    {
        var culture = CultureInfo.CurrentUICulture;
        return $"{day.ToString("dddd", culture)} {Number(day, culture)} {day.ToString(year ? "MMMM yyyy" : "MMMM", culture)}";
    }

    // French counts the first day of a month, and no other, by its rank: no format of a date does.
    private static string Number(DateOnly day, CultureInfo culture) => day.Day == 1 && culture.TwoLetterISOLanguageName == "fr" ? "1er" : day.Day.ToString(culture);
}
