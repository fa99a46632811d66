namespace Connexions.Domain.Integrations;

/// <summary>What a field of a connexion means, whichever the provider.</summary>
public enum FieldKind
{
    ApiKey,

    /// <summary>Whose account it is: its e-mail address.</summary>
    AccountEmail,

    /// <summary>Whose account it is: its name.</summary>
    AccountName,

    /// <summary>As whom the client sends: the address.</summary>
    SenderEmail,

    /// <summary>As whom the client sends: the name.</summary>
    SenderName,
}
