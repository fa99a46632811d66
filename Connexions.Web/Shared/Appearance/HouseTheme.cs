using MudBlazor;

namespace Connexions.Web.Shared.Appearance;

/// <summary>
/// The house look: the one place from which colours, radii and letters come. <c>wwwroot/theme.css</c> is written from it,
/// since the content policy allows no style element in a page; a test holds the sheet to it.
/// </summary>
public static class HouseTheme
{
    /// <summary>A colour of ours beside MudBlazor's, as the CSS variable <c>--cx-{Name}</c>.</summary>
    public sealed record Tint(string Name, string Light, string Dark);

    private static readonly Tint Brand = new("brand", "#0e5a6b", "#7fd0e0");
    private static readonly Tint OnBrand = new("on-brand", "#ffffff", "#062b34");
    private static readonly Tint BrandText = new("brand-text", "#0b4c5b", "#9adbe8");
    private static readonly Tint BrandSoft = new("brand-soft", "#e1f0f3", "#17343c");
    private static readonly Tint Title = new("title", "#14232b", "#f2f6f8");
    private static readonly Tint Text = new("text", "#2a3940", "#dfe6e9");
    private static readonly Tint TextSoft = new("text-soft", "#54646c", "#a9b6bc");
    private static readonly Tint Ground = new("ground", "#f4f7f8", "#11181b");
    private static readonly Tint Surface = new("surface", "#ffffff", "#1a2327");
    private static readonly Tint SurfaceSoft = new("surface-soft", "#f8fafb", "#202b30");
    private static readonly Tint Hover = new("hover", "#eef3f5", "#26333a");
    private static readonly Tint Line = new("line", "#dde5e8", "#2f3d44");
    private static readonly Tint LineStrong = new("line-strong", "#7b8b93", "#7e9099");
    private static readonly Tint Veil = new("veil", "#14232b59", "#0000008c");
    private static readonly Tint Success = new("success", "#17693a", "#7ed6a0");
    private static readonly Tint OnSuccess = new("on-success", "#ffffff", "#0b2c1a");
    private static readonly Tint SuccessSoft = new("success-soft", "#e3f4e9", "#173326");
    private static readonly Tint Warning = new("warning", "#8a5200", "#f3c26b");
    private static readonly Tint OnWarning = new("on-warning", "#ffffff", "#2d1f05");
    private static readonly Tint WarningSoft = new("warning-soft", "#fdf1dc", "#3a2d14");
    private static readonly Tint Danger = new("danger", "#b3261e", "#ffb3ab");
    private static readonly Tint OnDanger = new("on-danger", "#ffffff", "#3d0906");
    private static readonly Tint DangerSoft = new("danger-soft", "#fdeae8", "#41201e");

    // Beside the brand in a chart, for people who do not tell red from green as well.
    private static readonly Tint Second = new("second", "#8a4b08", "#f0a860");
    private static readonly Tint Third = new("third", "#5b3fa0", "#c3b0f5");

    // MudBlazor writes the current page of a breadcrumb in it: its own grey has too little contrast.
    private static readonly Tint Disabled = new("disabled", "#56646b", "#9aa7ad");

    public static IReadOnlyList<Tint> Tints { get; } =
    [
        Brand, OnBrand, BrandText, BrandSoft, Title, Text, TextSoft, Ground, Surface, SurfaceSoft, Hover, Line, LineStrong, Veil,
        Success, OnSuccess, SuccessSoft, Warning, OnWarning, WarningSoft, Danger, OnDanger, DangerSoft, Second, Third, Disabled,
    ];

    /// <summary>What components have for letters: those of the reader's machine, so that nothing is fetched.</summary>
    private static readonly string[] Letters = ["Inter", "Roboto", "Segoe UI", "system-ui", "sans-serif"];

    public static MudTheme Mud { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), tint => tint.Light),
        PaletteDark = Fill(new PaletteDark(), tint => tint.Dark),
        LayoutProperties = new() { DefaultBorderRadius = "8px", DrawerWidthLeft = "15.5rem", AppbarHeight = "3.5rem" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Letters, FontSize = "0.9375rem", LineHeight = "1.55", LetterSpacing = "normal" },
            H1 = new H1Typography { FontSize = "1.625rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.015em" },
            H2 = new H2Typography { FontSize = "1.1875rem", FontWeight = "600", LineHeight = "1.25", LetterSpacing = "normal" },
            H3 = new H3Typography { FontSize = "1rem", FontWeight = "600", LineHeight = "1.25", LetterSpacing = "normal" },
            H4 = new H4Typography { FontSize = "2rem", FontWeight = "650", LineHeight = "1.15", LetterSpacing = "-0.02em" },
            H6 = new H6Typography { FontSize = "1.1875rem", FontWeight = "600", LineHeight = "1.25", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontSize = "0.9375rem", LineHeight = "1.55", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        },
    };

    private static T Fill<T>(T palette, Func<Tint, string> of)
        where T : Palette
    {
        palette.Primary = of(Brand);
        palette.PrimaryContrastText = of(OnBrand);
        palette.Secondary = of(TextSoft);
        palette.SecondaryContrastText = of(Surface);
        palette.Tertiary = of(Third);
        palette.TertiaryContrastText = of(Surface);
        palette.Info = of(BrandText);
        palette.InfoContrastText = of(OnBrand);
        palette.Success = of(Success);
        palette.SuccessContrastText = of(OnSuccess);
        palette.Warning = of(Warning);
        palette.WarningContrastText = of(OnWarning);
        palette.Error = of(Danger);
        palette.ErrorContrastText = of(OnDanger);
        palette.TextPrimary = of(Text);
        palette.TextSecondary = of(TextSoft);
        palette.TextDisabled = of(Disabled);
        palette.ActionDefault = of(TextSoft);
        palette.ActionDisabled = of(Disabled);
        palette.ActionDisabledBackground = of(Hover);
        palette.Background = of(Ground);
        palette.BackgroundGray = of(SurfaceSoft);
        palette.Surface = of(Surface);
        palette.DrawerBackground = of(Surface);
        palette.DrawerText = of(Text);
        palette.DrawerIcon = of(TextSoft);
        palette.AppbarBackground = of(Surface);
        palette.AppbarText = of(Text);
        palette.LinesDefault = of(Line);
        palette.LinesInputs = of(LineStrong);
        palette.TableLines = of(Line);
        palette.TableHover = of(Hover);
        palette.TableStriped = of(SurfaceSoft);
        palette.Divider = of(Line);
        palette.DividerLight = of(Line);
        palette.Skeleton = of(Line);
        palette.OverlayDark = of(Veil);
        return palette;
    }
}
