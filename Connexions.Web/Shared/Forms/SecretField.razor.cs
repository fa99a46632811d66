using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Shared.Forms;

/// <summary>
/// A key that is written, replaced or removed, and never read back. What is typed goes to the parent, which keeps it in
/// a field that is no part of any state that persists.
/// </summary>
public sealed partial class SecretField(IStringLocalizer<SecretField> localizer)
{
    private readonly string generatedId = $"s{Guid.NewGuid():n}";
    private ElementReference input;
    private bool isReplacing;
    private bool isShown;
    private bool focusInput;
    private int round;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Whether a key is stored.</summary>
    [Parameter, EditorRequired]
    public bool HasKey { get; set; }

    /// <summary>The last characters of the stored key, four at most; may be empty.</summary>
    [Parameter]
    public string? Suffix { get; set; }

    /// <summary>The stored key cannot be read by the key ring and has to be entered again.</summary>
    [Parameter]
    public bool Unreadable { get; set; }

    /// <summary>
    /// What was typed; null or empty means that the stored key stays. There is no parameter for the way back: what is
    /// typed is never part of a page that the server renders, and stays in the browser's input after a failed save.
    /// </summary>
    [Parameter]
    public EventCallback<string?> Typed { get; set; }

    /// <summary>What failed; the failures of <see cref="Field"/> are taken out of the whole list.</summary>
    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    /// <summary>The <see cref="Error.Field"/> of this field; null shows every failure given.</summary>
    [Parameter]
    public string? Field { get; set; } = nameof(FieldKind.ApiKey);

    /// <summary>The person wants the stored key removed; the parent asks them to confirm. Without it, no button.</summary>
    [Parameter]
    public EventCallback OnRemove { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Parameter]
    public string? InputId { get; set; }

    private IStringLocalizer L => localizer;

    private string Id => InputId ?? generatedId;

    private string LabelId => $"{Id}-label";

    private string HintId => $"{Id}-hint";

    private string ErrorsId => $"{Id}-errors";

    private string DescribedBy => Shown.Count > 0 ? $"{HintId} {ErrorsId}" : HintId;

    private bool IsTyping => !HasKey || isReplacing;

    private List<Error> Shown => [.. Errors.Where(error => Field is null || error.Field == Field)];

    public ValueTask FocusAsync() => IsTyping ? input.FocusAsync() : ValueTask.CompletedTask;

    /// <summary>Back to the masked key, with an empty input: call it after a save.</summary>
    public void Reset()
    {
        round++;
        isReplacing = false;
        isShown = false;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusInput)
        {
            focusInput = false;
            await input.FocusAsync();
        }
    }

    private void Replace()
    {
        isReplacing = true;
        focusInput = true;
    }

    private Task CancelAsync()
    {
        Reset();
        return Typed.InvokeAsync(null);
    }

    private Task ChangeAsync(ChangeEventArgs change) => Typed.InvokeAsync((string?)change.Value);
}
