using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Shared.Dialogs;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Integrations.Editing;

/// <summary>What the editor of a connexion asks before it does what only a person can answer for.</summary>
public sealed class EditorQuestions(Confirmation confirmation, VerificationOptions options, IStringLocalizer<EditorQuestions> texts)
{
    private IEnumerable<string> Kept => options.KeepKeyBefore > TimeSpan.Zero ? [texts["RiskKept"].Value] : [];

    /// <returns>The request as it was confirmed; null when there is nothing to confirm, or the person said no.</returns>
    /// <param name="touched">Whom it touches when the stored key goes so; null when that cannot be said.</param>
    public async Task<SaveConnexionRequest?> ConfirmAsync(SaveConnexionRequest request, IReadOnlyList<Error> failures, Func<Loss, Task<IReadOnlyList<string>?>> touched)
    {
        if (failures.OfType<KeyAtRisk>().FirstOrDefault() is { } risk)
        {
            var says = risk.IsRefused ? "Risk.Refused" : "Risk.Untried";
            return await touched(Loss.Removed) is { } losses && await confirmation.AskAsync(
                texts["RiskTitle"], texts["Risk"], [texts[says, ProviderCatalogue.Find(request.Provider)!.Name], texts[$"{says}.Then"], .. losses, .. Kept], otherwise: texts["RiskOtherwise"])
                ? request with { ThoughAtRisk = true }
                : null;
        }

        if (failures.OfType<AnotherAccount>().FirstOrDefault() is { } other)
        {
            return await touched(Loss.Switched) is { } losses && await confirmation.AskAsync(
                texts["AnotherTitle"], texts["Another"], [texts["AnotherWhat", Name(other.Before), Name(other.Now)], texts["AnotherThen"], .. losses, .. other.IsKept ? Kept : []], otherwise: texts["RiskOtherwise"])
                ? request with { ForAnotherAccount = true }
                : null;
        }

        if (failures.OfType<NamedOtherwise>().FirstOrDefault() is { Account: var account })
        {
            var name = ProviderCatalogue.Find(request.Provider)!.Name;
            return await confirmation.AskAsync(
                texts["OtherNameTitle"], texts["OtherName"], [texts["OtherNameWhat", name, Whose(account), Whose(account.Label!)], texts["OtherNameThen", name]], isDangerous: false)
                ? request with { ThoughNamedOtherwise = true }
                : null;
        }

        return failures.Contains(ClaimErrors.AlsoYours) && await confirmation.AskAsync(texts["ForBothTitle"], texts["ForBoth"], [texts["ForBothWhat"]])
            ? request with { ForBoth = true }
            : null;

        static string Whose(AccountIdentity account) => account is { Name: { } name, Email: { } email } ? $"{name} ({email})" : account.Name ?? account.Email ?? "";

        static string Name(ProviderAccount account) => account.Name ?? account.Email ?? account.Id ?? "";
    }

    public Task<bool> RemovesKeyAsync(Provider provider, bool networkServes, IReadOnlyList<string> touched) =>
        AgreesAsync("RemoveKey", [texts["RemoveKeyWhat", provider.Name], texts[networkServes ? "RemoveKeyThen.Network" : "RemoveKeyThen.None", provider.Name], .. touched]);

    /// <summary>Whether the removed key is kept for a while.</summary>
    public async Task<bool> KeepsRemovedAsync() =>
        options.KeepKeyBefore > TimeSpan.Zero && await confirmation.AskAsync(texts["KeepTitle"], texts["Keep"], [texts["KeepWhat"]], isDangerous: false, otherwise: texts["KeepOtherwise"]);

    /// <summary>What the key before was found to open, before it takes over.</summary>
    public Task<bool> RestoresAsync(Provider provider, KeyBeforeTried tried, IReadOnlyList<string> touched)
    {
        var account = tried.Account is { } known ? known is { Name: { } name, Email: { } email } ? $"{name} ({email})" : known.Name ?? known.Email : null;
        return confirmation.AskAsync(texts["RestoreTitle"], texts["Restore"],
            [tried.Finding is null ? texts["Restore.Untried", provider.Name] : texts["Restore.Tried", provider.Name], account is null ? texts["Restore.Unnamed"] : texts["Restore.Opens", account], .. touched], isDangerous: false);
    }

    public Task<bool> LetsGoAsync() => confirmation.AskAsync(texts["LetGoTitle"], texts["LetGo"], [texts["LetGoWhat"]]);

    public Task<bool> DeletesAsync(Provider provider, string clientName, IReadOnlyList<string> touched) =>
        AgreesAsync("Delete", [texts["DeleteWhat", provider.Name, clientName], .. touched]);

    public Task<bool> LeavesAsync() => confirmation.AskAsync(texts["LeaveTitle"], texts["Leave"], [texts["LeaveWhat"]]);

    /// <param name="what">The resources' name: of the title, the verb, and what is kept.</param>
    private Task<bool> AgreesAsync(string what, IReadOnlyList<string> happens) =>
        confirmation.AskAsync(texts[$"{what}Title"], texts[what], [.. happens, texts[$"{what}Kept"]]);
}
