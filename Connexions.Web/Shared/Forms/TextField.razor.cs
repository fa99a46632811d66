using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Shared.Forms;

/// <summary>
/// Text with its label, hint and failures; works on static pages as well (give it a name). A text in which a key is
/// recognised goes no further than here: the parent gets <see cref="KeyInText.Withheld"/> in its place and keeps that,
/// the browser's input stays as it was typed, and the person is told beside it.
/// </summary>
public sealed partial class TextField
{
    private readonly string generatedId = $"f{Guid.NewGuid():n}";
    private ElementReference input;
    private string? rendered;
    private bool holdsKey;
    private bool isAhead;
    private int round;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    /// <summary>What failed. With <see cref="Field"/>, the field takes its own out of the whole list.</summary>
    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    /// <summary>The <see cref="Error.Field"/> of this field.</summary>
    [Parameter]
    public string? Field { get; set; }

    /// <summary>In characters. Nothing is cut off: what is longer is said to be so.</summary>
    [Parameter]
    public int? MaxLength { get; set; }

    /// <summary>text, email, search or password.</summary>
    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>Several lines, so many of them in view; null for a single one.</summary>
    [Parameter]
    public int? Rows { get; set; }

    /// <summary>"off" also tells password managers to keep out.</summary>
    [Parameter]
    public string Autocomplete { get; set; } = "off";

    /// <summary>The form field, on static pages.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>Says beside the label that it may stay empty.</summary>
    [Parameter]
    public bool Optional { get; set; }

    [Parameter]
    public bool ReadOnly { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>The input's id, where something else has to name it.</summary>
    [Parameter]
    public string? InputId { get; set; }

    private string Id => InputId ?? generatedId;

    private List<Error> Shown
    {
        get
        {
            var shown = Errors.Where(error => Field is null || error.Field == Field).ToList();
            if (holdsKey && shown.All(error => error.Code != TextErrors.LooksLikeKey.Code))
            {
                shown.Add(TextErrors.LooksLikeKey);
            }

            if (MaxLength is { } max && Value?.Length > max && shown.All(error => error.Code != TextErrors.TooLong.Code))
            {
                shown.Add(TextErrors.TooLong with { Arguments = [max, Value.Length] });
            }

            return shown;
        }
    }

    public ValueTask FocusAsync() => input.FocusAsync();

    protected override void OnParametersSet()
    {
        holdsKey = KeyInText.IsIn(Value);
        if (holdsKey)
        {
            // What was rendered last stays: so nothing is sent, and the browser keeps what was typed.
            isAhead = true;
            return;
        }

        if (isAhead && Value == rendered)
        {
            // The form took back its old text, and the browser still shows the other: only a new input forgets it.
            round++;
        }

        (rendered, isAhead) = (Value, false);
    }

    private Task ChangeAsync(ChangeEventArgs change)
    {
        isAhead = false;
        return ValueChanged.InvokeAsync(KeyInText.Withhold((string?)change.Value));
    }
}
