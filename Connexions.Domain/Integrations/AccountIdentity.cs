using Connexions.Domain.Text;

namespace Connexions.Domain.Integrations;

/// <summary>
/// Whose account a connexion is: what the provider names, wherever it names one. What a person typed is a label beside
/// it, and the answer only where the provider is silent.
/// </summary>
public sealed record AccountIdentity(string? Name, string? Email)
{
    /// <summary>Whether the provider said so, rather than a person.</summary>
    public bool IsNamedByProvider { get; private init; }

    /// <summary>What a person typed, where the provider names an account that this is not; null otherwise.</summary>
    public AccountIdentity? Label { get; private init; }

    /// <summary>The typed one is not the provider's: somebody should look.</summary>
    public bool Differs => Label is not null;

    /// <returns>Null where neither says anything.</returns>
    public static AccountIdentity? Of(string? toldName, string? toldEmail, string? typedName, string? typedEmail)
    {
        var typed = typedName is null && typedEmail is null ? null : new AccountIdentity(typedName, typedEmail);
        if (toldName is null && toldEmail is null)
        {
            return typed;
        }

        var told = new AccountIdentity(toldName, toldEmail) { IsNamedByProvider = true };
        return typed is not null && told.IsNot(typed) ? told with { Label = typed } : told;
    }

    // An account has one address; its name people may well write otherwise, so it counts only where no addresses can be compared.
    private bool IsNot(AccountIdentity typed) => (Email, typed.Email, Name, typed.Name) switch
    {
        ({ } told, { } label, _, _) => !EmailAddress.Same(told, label),
        (_, _, { } told, { } label) => FoldedText.Fold(told) != FoldedText.Fold(label),
        _ => false,
    };
}
