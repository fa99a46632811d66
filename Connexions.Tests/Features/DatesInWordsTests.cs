using System.Globalization;
using Bunit;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Times;
using Connexions.Web.Shared.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features;

/// <summary>The first of a month is "1er" in French, on every screen.</summary>
public sealed class DatesInWordsTests : ComponentTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Theory]
    [InlineData("fr-FR", "1er novembre 2026", "dimanche 1er novembre", "dimanche 1er novembre 2026")]
    [InlineData("en-GB", "1 November 2026", "Sunday 1 November", "Sunday 1 November 2026")]
    public void TheFirst_IsARankInFrenchAlone(string culture, string day, string named, string full)
    {
        Read(culture);

        Assert.Equal((day, named, full), (ParisDay.InWords(First), ParisDay.WithItsName(First, year: false), ParisDay.WithItsName(First, year: true)));
    }

    [Fact]
    public void AnotherDay_IsANumber()
    {
        Read("fr-FR");

        Assert.Equal("samedi 21 novembre", ParisDay.WithItsName(new DateOnly(2026, 11, 21), year: false));
    }

    [Theory]
    [InlineData("fr-FR", "1er novembre 2026 à 13:05 (le 1er novembre 2026)", "Choisissez un jour entre le 1er novembre 2026 et le 2 novembre 2026.")]
    [InlineData("en-GB", "1 November 2026, 13:05 (on 1 November 2026)", "Choose a day from 1 November 2026 to 2 November 2026.")]
    public void Moments_AndErrors_SayItToo(string culture, string moment, string error)
    {
        Read(culture);
        var clock = new ManualTime();
        clock.Advance(TimeSpan.FromDays(300));
        Services.AddSharedComponents().AddSingleton<TimeProvider>(clock);

        Assert.Equal(moment, Render<When>(when => when.Add(part => part.At, new DateTime(2026, 11, 1, 12, 5, 0, DateTimeKind.Utc)).Add(part => part.Exact, true)).Find("time").TextContent);
        Assert.Equal(error, Services.GetRequiredService<ErrorTexts>().For(TokenErrors.DayOutOfRange with { Arguments = [First, First.AddDays(1)] }));
    }

    private static void Read(string culture) => CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
}
