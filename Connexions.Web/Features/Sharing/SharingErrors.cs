using Connexions.Domain.Results;

namespace Connexions.Web.Features.Sharing;

public static class SharingErrors
{
    public static readonly Error SelectedNobody = new("Sharing.SelectedNobody", "Agencies");

    public static readonly Error ExceptedNobody = new("Sharing.ExceptedNobody", "Agencies");

    /// <summary>Arguments: how many of the selected agencies are no longer the network's.</summary>
    public static readonly Error AgencyLeft = new("Sharing.AgencyLeft", "Agencies");

    /// <summary>Imposing it would leave the agencies with nothing. Argument: the provider.</summary>
    public static readonly Error ImposeWithoutKey = new("Sharing.ImposeWithoutKey", "OwnAllowed");

    /// <inheritdoc cref="ImposeWithoutKey"/>
    public static readonly Error ImposeFrozen = new("Sharing.ImposeFrozen", "OwnAllowed");

    /// <inheritdoc cref="ImposeWithoutKey"/>
    public static readonly Error ImposeUnusable = new("Sharing.ImposeUnusable", "OwnAllowed");

    /// <summary>It is shared, and for nothing.</summary>
    public static readonly Error NoPurpose = new("Sharing.NoPurpose", nameof(Domain.Sharing.SharingTerms.Purposes));

    /// <summary>Field: the limit. Argument: <see cref="Domain.Sharing.SharingQuota.Max"/>.</summary>
    public static readonly Error LimitInvalid = new("Sharing.LimitInvalid");

    /// <summary>An agency's limit that lies above that of all of them together. Field: the limit. Argument: the one it lies above.</summary>
    public static readonly Error LimitAboveAll = new("Sharing.LimitAboveAll");

    /// <summary>No e-mail leaves through this provider. Argument: the provider.</summary>
    public static readonly Error NoEmailsToLimit = new("Sharing.NoEmailsToLimit");

    /// <summary>A limit of e-mails where no e-mails are shared. Field: the limit.</summary>
    public static readonly Error EmailsNotShared = new("Sharing.EmailsNotShared");

    public static readonly Error DateInThePast = new("Sharing.DateInThePast", "From");

    public static readonly Error DateInvalid = new("Sharing.DateInvalid", "From");

    public static readonly Error NothingScheduled = new("Sharing.NothingScheduled");

    /// <summary>Another client of the family sends as that address.</summary>
    public static readonly Error SenderTaken = new("Sharing.SenderTaken", nameof(Domain.Integrations.FieldKind.SenderEmail));

    /// <summary>The network's account has not confirmed the address at its provider.</summary>
    public static readonly Error SenderNotConfirmed = new("Sharing.SenderNotConfirmed", nameof(Domain.Integrations.FieldKind.SenderEmail));

    public static readonly Error SenderNotAllowed = new("Sharing.SenderNotAllowed");

    public static readonly Error AlreadyAsked = new("Sharing.AlreadyAsked");

    public static readonly Error AlreadyAnswered = new("Sharing.AlreadyAnswered");

    public static readonly Error NothingToSetAside = new("Sharing.NothingToSetAside");

    /// <summary>The network's connexion cannot be used instead of the own one.</summary>
    public static readonly Error NetworkUnusable = new("Sharing.NetworkUnusable");

    /// <summary>Something is in effect already: there is nothing to ask for.</summary>
    public static readonly Error NothingToAsk = new("Sharing.NothingToAsk");

    public static readonly Error NothingToFreeze = new("Sharing.NothingToFreeze");
}

/// <summary>Someone else decided first; <paramref name="Current"/> is what they left.</summary>
public sealed record PolicyConflict(PolicyView Current) : Error("Sharing.Conflict");
