using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Sharing.Policies.Editing;

public sealed partial class AgencyChooser
{
    private string search = "";
    private string? pasted;
    private PastedNames? read;
    private ElementReference self;

    [Parameter, EditorRequired]
    public string Legend { get; set; } = "";

    /// <summary>Every agency of the network, in the order in which they are shown.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FamilyAgency> Agencies { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlySet<Guid> Selected { get; set; } = new HashSet<Guid>();

    [Parameter]
    public EventCallback<IReadOnlySet<Guid>> SelectedChanged { get; set; }

    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    [Parameter]
    public bool Disabled { get; set; }

    public ValueTask FocusAsync() => self.FocusAsync();

    private List<FamilyAgency> Shown => [.. Agencies.Where(agency => agency.NomFolded.Contains(search, StringComparison.Ordinal))];

    private void Search(ChangeEventArgs change) => search = FoldedText.Fold((string?)change.Value);

    private Task SetAsync(IEnumerable<Guid> agencies, bool selected)
    {
        var next = Selected.ToHashSet();
        if (selected)
        {
            next.UnionWith(agencies);
        }
        else
        {
            next.ExceptWith(agencies);
        }

        return SelectedChanged.InvokeAsync(next);
    }

    private Task PasteAsync()
    {
        if (KeyInText.IsIn(pasted))
        {
            // The field says so; what is not taken over is not read either.
            read = null;
            return Task.CompletedTask;
        }

        // Out of a spreadsheet, names in one row come with tabs between them, or with semicolons.
        var lines = pasted?.Replace('\t', '\n').Replace(';', '\n');
        read = PastedNames.Read(lines, Agencies.Select(agency => (agency.Client.Id, agency.Nom)));
        return SetAsync(read.Found, true);
    }
}
