using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components;

namespace Connexions.Web.Features.Administration.Organisations;

/// <summary>All organisations, and the form that creates one.</summary>
public sealed partial class OrganisationsPage(
    ListOrganisations list, CreateOrganisation create, NavigationManager navigation)
{
    private static readonly ClientDraft Blank = new(ClientType.Reseau, null, null);

    private PageOf<OrganisationRow>? page;
    private IReadOnlyList<Error> errors = [];
    private IReadOnlyList<Error> searchErrors = [];
    private IReadOnlyList<Error> createErrors = [];
    private ClientDraft draft = Blank;
    private string? name;
    private string? search;
    private string? searched;
    private bool isCreating;

    protected override Task OnInitializedAsync() => Session.Actor?.Role == Role.Administrateur ? OnceAsync(LoadAsync) : Task.CompletedTask;

    private Task LoadAsync() => ShowAsync(page?.Number ?? 1);

    private async Task SearchAsync()
    {
        searched = PlainText.Clean(search);
        await ShowAsync(1);
    }

    private async Task ShowAsync(int number)
    {
        var result = await RunAsync(ct => list.HandleAsync(Actor, new ListOrganisationsRequest(searched, number), ct));
        (errors, searchErrors) = (result.Errors, result.Errors);
        if (result.Succeeded)
        {
            page = result.Value;
        }
    }

    private void Open() => (isCreating, errors) = (true, []);

    private void Close() => (isCreating, name, draft, createErrors, errors) = (false, null, Blank, [], []);

    private async Task CreateAsync()
    {
        var result = await RunAsync(ct => create.HandleAsync(Actor, new CreateOrganisationRequest(name, draft), ct));
        (createErrors, errors) = (result.Errors, result.Errors);
        if (result.Succeeded)
        {
            // There, people are invited: what comes next.
            navigation.NavigateTo($"/administration/organisations/{result.Value}");
        }
    }
}
