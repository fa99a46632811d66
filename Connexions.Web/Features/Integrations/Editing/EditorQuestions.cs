using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Shared.Dialogs;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Integrations.Editing;

/// <summary>What the editor of a connexion asks before it does what only a person can answer for.</summary>
public sealed class EditorQuestions(Confirmation confirmation, IStringLocalizer<ConnexionEditor> texts)
{
    /// <returns>The request as it was confirmed; null when there is nothing to confirm, or the person said no.</returns>
    public async Task<SaveConnexionRequest?> ConfirmAsync(SaveConnexionRequest request, IReadOnlyList<Error> failures)
    {
        if (failures.OfType<AnotherAccount>().FirstOrDefault() is { } other)
        {
            return await confirmation.AskAsync(texts["AnotherTitle"], texts["Another"], [texts["AnotherWhat", Name(other.Before), Name(other.Now)], texts["AnotherThen"]])
                ? request with { ForAnotherAccount = true }
                : null;
        }

        return failures.Contains(ClaimErrors.AlsoYours) && await confirmation.AskAsync(texts["ForBothTitle"], texts["ForBoth"], [texts["ForBothWhat"]])
            ? request with { ForBoth = true }
            : null;

        static string Name(ProviderAccount account) => account.Name ?? account.Email ?? account.Id ?? "";
    }

    public Task<bool> RemovesKeyAsync(Provider provider, IReadOnlyList<string> touched) =>
        AgreesAsync("RemoveKey", [texts["RemoveKeyWhat", provider.Name], .. touched]);

    public Task<bool> DeletesAsync(Provider provider, string clientName, IReadOnlyList<string> touched) =>
        AgreesAsync("Delete", [texts["DeleteWhat", provider.Name, clientName], .. touched]);

    public Task<bool> LeavesAsync() => confirmation.AskAsync(texts["LeaveTitle"], texts["Leave"], [texts["LeaveWhat"]]);

    /// <param name="what">The resources' name: of the title, the verb, and what is kept.</param>
    private Task<bool> AgreesAsync(string what, IReadOnlyList<string> happens) =>
        confirmation.AskAsync(texts[$"{what}Title"], texts[what], [.. happens, texts[$"{what}Kept"]]);
}
