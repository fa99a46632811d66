using System.Globalization;
using System.Resources;

namespace Connexions.Web.Shared.Times;

/// <summary>The time as clocks in Paris show it. In the night they are put back, one hour is shown twice: there it is said which.</summary>
public static class ParisTime
{
    /// <summary>A moment as spreadsheets of every language read it.</summary>
    private const string Moment = "yyyy-MM-dd HH:mm";

    private const string Hour = "HH:mm";

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly ResourceManager Texts = new(typeof(ParisTime));

    public static DateTime Of(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Paris);

    /// <summary>The moment at which clocks show a time, UTC. Not for what they show twice or pass over: from two to three in the morning.</summary>
    public static DateTime At(DateOnly day, TimeOnly time) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(time), Paris);

    /// <summary>"14:05"; "02:05, heure d’été" where the clock shows it a second time.</summary>
    public static string Clock(DateTime utc) => Write(utc, Hour, CultureInfo.CurrentCulture, "Twice");

    /// <inheritdoc cref="Clock"/>
    /// <remarks>For where there is little room: "02:00 été".</remarks>
    public static string ShortClock(DateTime utc) => Write(utc, Hour, CultureInfo.CurrentCulture, "Twice.Short");

    /// <summary>"2026-10-25 14:05", for files: no two moments of different minutes are the same.</summary>
    public static string ForFiles(DateTime utc) => Write(utc, Moment, CultureInfo.InvariantCulture, "Twice");

    private static string Write(DateTime utc, string format, CultureInfo culture, string twice)
    {
        var local = Of(utc);
        var text = local.ToString(format, culture);
        return Paris.IsAmbiguousTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified))
            ? string.Format(CultureInfo.CurrentCulture, Text($"{twice}.{(Paris.IsDaylightSavingTime(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) ? "Summer" : "Winter")}"), text)
            : text;
    }

    private static string Text(string key) => Texts.GetString(key, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"{nameof(ParisTime)} has no text {key}.");
}
