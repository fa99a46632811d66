using Connexions.Domain.Access;
using Connexions.Domain.Results;
using Connexions.Web.Shared.Forms;
using Connexions.Web.Shared.Times;

namespace Connexions.Web.Features.Auditing;

/// <summary>The journal, newest first, a day at a time; older entries are added below on demand.</summary>
public sealed partial class Journal(ListEntries list)
{
    private List<JournalEntry>? entries;
    private IReadOnlyList<Error> errors = [];
    private bool hasOlder;
    private JournalPart part;
    private string? announcement;

    private bool OfPlatform => Session.Actor is { Client: null };

    private IReadOnlyList<Choice<JournalPart>> Parts =>
    [
        new(JournalPart.Actions, L["Filter.Actions"]),
        new(JournalPart.RefusedActions, L["Filter.Refusals"]),
        .. Session.Actor?.Role == Role.Administrateur ? [new Choice<JournalPart>(JournalPart.SignIns, L["Filter.SignIns"])] : Array.Empty<Choice<JournalPart>>(),
        .. OfPlatform ? Array.Empty<Choice<JournalPart>>() : [new(JournalPart.Uses, L["Filter.Uses"]), new(JournalPart.RefusedUses, L["Filter.RefusedUses"])],
    ];

    private string Subtitle => Session.Actor?.Role switch
    {
        Role.Support => "Subtitle.Platform",
        Role.Administrateur => "Subtitle.Administration",
        _ => "Subtitle",
    };

    private IEnumerable<IGrouping<DateOnly, JournalEntry>> Days => (entries ?? []).GroupBy(entry => ParisDay.Of(entry.At));

    protected override Task OnInitializedAsync() => OnceAsync(LoadMoreAsync);

    private Task ReloadAsync()
    {
        (entries, announcement) = (null, null);
        return LoadMoreAsync();
    }

    private async Task LoadMoreAsync()
    {
        var request = new ListEntriesRequest { Before = entries is { Count: > 0 } ? entries[^1].Place : null, Part = part };
        var result = await RunAsync(ct => list.HandleAsync(Actor, request, ct));
        errors = result.Errors;
        if (result.Succeeded)
        {
            announcement = entries is null ? null : L["Older.Loaded", entries.Count + result.Value.Entries.Count].Value;
            (entries ??= []).AddRange(result.Value.Entries);
            hasOlder = result.Value.HasOlder;
        }
    }
}
