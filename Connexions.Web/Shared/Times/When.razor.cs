using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Shared.Times;

/// <summary>A moment as people say it, in the time of Paris: "il y a 3 minutes"; the exact one in its title.</summary>
public sealed partial class When(IStringLocalizer<When> texts, TimeProvider clock)
{
    /// <summary>UTC.</summary>
    [Parameter, EditorRequired]
    public DateTime At { get; set; }

    /// <summary>Shows the exact moment beside the relative one, as a journal needs it.</summary>
    [Parameter]
    public bool Exact { get; set; }

    private string Text => !Exact ? Relative : At > clock.GetUtcNow().UtcDateTime ? Absolute : $"{Absolute} ({Relative})";

    private string Absolute => texts["Absolute", ParisDay.InWords(At), ParisTime.Clock(At)];

    private string Relative
    {
        get
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var age = now - At;
            return age switch
            {
                { TotalSeconds: < -60 } => texts["Date", ParisDay.InWords(At)],
                { TotalSeconds: < 60 } => texts["Now"],
                { TotalMinutes: < 60 } => Plural("Minute", (int)age.TotalMinutes),
                _ => (ParisDay.Of(now).DayNumber - ParisDay.Of(At).DayNumber) switch
                {
                    0 => Plural("Hour", (int)age.TotalHours),
                    1 => texts["Yesterday", ParisTime.Clock(At)],
                    < 7 and var days => Plural("Day", days),
                    _ => texts["Date", ParisDay.InWords(At)],
                },
            };
        }
    }

    private string Plural(string unit, int count) => texts[count == 1 ? unit : unit + "s", count.ToString(CultureInfo.CurrentCulture)];
}
