using Connexions.Domain.Sharing;

namespace Connexions.Web.Features.Sharing.InEffect;

/// <summary>The sign and the colour of a state; red where nothing serves though something is meant to.</summary>
internal static class SituationLook
{
    public static (string Icon, string Tone) Of(Situation situation) => (IconOf(situation), ToneOf(situation));

    private static string ToneOf(Situation situation) => situation switch
    {
        { State: SituationState.Works } => "success",
        { State: SituationState.Unused } or { State: SituationState.Incomplete, About: Source.Own } => "calm",
        { IsDown: true } => "danger",
        _ => "warning",
    };

    private static string IconOf(Situation situation) => situation.State switch
    {
        SituationState.Works when situation.InEffect == Source.Network => "hub",
        SituationState.Works or SituationState.Limited => "check_circle",
        SituationState.NeverVerified or SituationState.CannotTell => "help",
        SituationState.OtherAccount or SituationState.RefusedOnce => "warning",
        SituationState.Blocked => "block",
        SituationState.Unused => "remove",
        SituationState.Missing or SituationState.Incomplete => "edit_note",
        SituationState.SetAside => "inventory_2",
        SituationState.Unreadable => "key_off",
        SituationState.InConflict => "gavel",
        SituationState.Suspended => "pause_circle",
        _ => "error",
    };
}
