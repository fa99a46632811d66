using System.Collections.Frozen;
using Shapes = MudBlazor.Icons.Material.Outlined;

namespace Connexions.Web.Shared;

/// <summary>The symbols the application uses, by the names Material Symbols gives them, drawn as SVG: no icon font is fetched.</summary>
public static class IconShapes
{
    private static readonly FrozenDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["account_circle"] = Shapes.AccountCircle,
        ["add"] = Shapes.Add,
        ["add_link"] = Shapes.AddLink,
        ["alternate_email"] = Shapes.AlternateEmail,
        ["arrow_back"] = Shapes.ArrowBack,
        ["arrow_downward"] = Shapes.ArrowDownward,
        ["arrow_upward"] = Shapes.ArrowUpward,
        ["bar_chart"] = Shapes.BarChart,
        ["block"] = Shapes.Block,
        ["cancel"] = Shapes.Cancel,
        ["check"] = Shapes.Check,
        ["check_circle"] = Shapes.CheckCircle,
        ["checklist"] = Shapes.Checklist,
        ["chevron_right"] = Shapes.ChevronRight,
        ["close"] = Shapes.Close,
        ["content_copy"] = Shapes.ContentCopy,
        ["contrast"] = Shapes.Contrast,
        ["dark_mode"] = Shapes.DarkMode,
        ["delete"] = Shapes.Delete,
        ["domain"] = Shapes.Domain,
        ["download"] = Shapes.Download,
        ["edit_note"] = Shapes.EditNote,
        ["email"] = Shapes.Email,
        ["error"] = Shapes.Error,
        ["event"] = Shapes.Event,
        ["event_busy"] = Shapes.EventBusy,
        ["expand_more"] = Shapes.ExpandMore,
        ["gavel"] = Shapes.Gavel,
        ["grid_on"] = Shapes.GridOn,
        ["group"] = Shapes.Group,
        ["help"] = Shapes.Help,
        ["history"] = Shapes.History,
        ["home"] = Shapes.Home,
        ["hourglass_empty"] = Shapes.HourglassEmpty,
        ["hub"] = Shapes.Hub,
        ["inbox"] = Shapes.Inbox,
        ["info"] = Shapes.Info,
        ["integration_instructions"] = Shapes.IntegrationInstructions,
        ["key"] = Shapes.Key,
        ["key_off"] = Shapes.KeyOff,
        ["light_mode"] = Shapes.LightMode,
        ["link"] = Shapes.Link,
        ["link_off"] = Shapes.LinkOff,
        ["lock"] = Shapes.Lock,
        ["logout"] = Shapes.Logout,
        ["manage_accounts"] = Shapes.ManageAccounts,
        ["manage_search"] = Shapes.ManageSearch,
        ["menu"] = Shapes.Menu,
        ["more_vert"] = Shapes.MoreVert,
        ["notifications"] = Shapes.Notifications,
        ["open_in_new"] = Shapes.OpenInNew,
        ["password"] = Shapes.Password,
        ["pause_circle"] = Shapes.PauseCircle,
        ["person_add"] = Shapes.PersonAdd,
        ["person_search"] = Shapes.PersonSearch,
        ["refresh"] = Shapes.Refresh,
        ["remove"] = Shapes.Remove,
        ["restore"] = Shapes.Restore,
        ["rule"] = Shapes.Rule,
        ["schedule"] = Shapes.Schedule,
        ["search"] = Shapes.Search,
        ["search_off"] = Shapes.SearchOff,
        ["send"] = Shapes.Send,
        ["share"] = Shapes.Share,
        ["space_dashboard"] = Shapes.SpaceDashboard,
        ["speed"] = Shapes.Speed,
        ["storefront"] = Shapes.Storefront,
        ["swap_horiz"] = Shapes.SwapHoriz,
        ["token"] = Shapes.Token,
        ["tune"] = Shapes.Tune,
        ["undo"] = Shapes.Undo,
        ["unfold_more"] = Shapes.UnfoldMore,
        ["verified"] = Shapes.Verified,
        ["visibility"] = Shapes.Visibility,
        ["visibility_off"] = Shapes.VisibilityOff,
        ["warning"] = Shapes.Warning,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The shape of a symbol.</summary>
    /// <exception cref="KeyNotFoundException">The table lacks it: add its line.</exception>
    public static string Of(string name) => All[name];

    public static bool Has(string name) => All.ContainsKey(name);
}
