using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Shared.Dialogs;
using Connexions.Web.Shared.Marks;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Connexions.Web.Features.Sharing.Coverage;

/// <summary>Agencies by providers, on one page: loaded once, filtered in memory, drawn as far as it is seen.</summary>
public sealed partial class CoverageBoard(GetCoverage get, TraceSentences sentences, IDialogService dialogs)
{
    /// <summary>In CSS pixels, as the style sheet has it: every row is as high as every other.</summary>
    private const float RowHeight = 60;

    private FamilyCoverage? coverage;
    private List<CoverageRow> shown = [];
    private IReadOnlyList<Error> errors = [];
    private string search = "";
    private bool onlyAttention;

    protected override Task OnInitializedAsync() => Session.Actor?.Role == Role.Directeur ? OnceAsync(LoadAsync) : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var result = await RunAsync(ct => get.HandleAsync(Actor, ct));
        (coverage, errors) = (result.Value, result.Errors);
        Filter(onlyAttention);
    }

    private void Search(ChangeEventArgs change)
    {
        search = FoldedText.Fold((string?)change.Value);
        Filter(onlyAttention);
    }

    private void Filter(bool attention)
    {
        onlyAttention = attention;
        shown = [.. (coverage?.Rows ?? []).Where(row => (!attention || row.NeedsAttention) && row.NomFolded.Contains(search, StringComparison.Ordinal))];
    }

    private async Task ExplainAsync(CoverageRow row, Provider provider, CoverageCell cell)
    {
        var parameters = new DialogParameters<CoverageExplanation>
        {
            { explanation => explanation.Situation, cell.Situation },
            { explanation => explanation.AgencyName, row.Nom },
            { explanation => explanation.NetworkName, Session.Current!.ClientName },
            { explanation => explanation.Sentences, sentences.For(provider, cell.Effective, row.Nom, Session.Current!.ClientName) },
        };
        await dialogs.ShowAsync<CoverageExplanation>(L["WhyTitle", row.Nom, provider.Name], parameters, Dialog.Options);
    }
}
