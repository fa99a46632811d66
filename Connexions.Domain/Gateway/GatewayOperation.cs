namespace Connexions.Domain.Gateway;

/// <summary>One call of a provider's that tools may make: what is not listed is refused.</summary>
/// <param name="Code">Names it in the journal and in statistics: short, lower case, for example <c>email.send</c>. Never rename one.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Path">
/// The provider's own path from its host on, without a slash in front; <c>{name}</c> stands for one segment, for example
/// <c>v3/contacts/{identifier}</c>.
/// </param>
/// <param name="Purpose">Exactly one.</param>
public sealed record GatewayOperation(string Code, string Method, string Path, Purposes Purpose)
{
    /// <summary>Longest code, in characters.</summary>
    public const int CodeMaxLength = 40;

    /// <summary>How the body says as whom it sends; null where the call sends nothing as anybody.</summary>
    public MailBody? Mail { get; init; }

    /// <summary>
    /// Shows, or sends off, what others who share the account may have made: only for the account's owner, never on a key
    /// that is lent.
    /// </summary>
    public bool OwnerOnly { get; init; }

    /// <summary>Its answers may say how many <see cref="ModelTokens"/> the call took.</summary>
    public bool TellsTokens { get; init; }
}

/// <summary>A call found in a provider's list.</summary>
/// <param name="Path">Rebuilt from the pattern and the checked segments, escaped anew: nothing of the caller's spelling is left.</param>
/// <param name="Query">In its normal form, with its question mark; empty when there is none.</param>
public sealed record MatchedOperation(GatewayOperation Operation, string Path, string Query = "");
