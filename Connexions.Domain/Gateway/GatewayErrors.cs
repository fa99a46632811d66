using Connexions.Domain.Results;

namespace Connexions.Domain.Gateway;

/// <summary>Why the gateway does not pass a call on. Each code has its sentence among those of all errors.</summary>
public static class GatewayErrors
{
    /// <summary>No token, or one that is unknown, expired or revoked: one answer for all.</summary>
    public static readonly Error TokenRefused = new("Gateway.TokenRefused");

    /// <summary>The caller's address is not among the token's. Argument: the address.</summary>
    public static readonly Error AddressRefused = new("Gateway.AddressRefused");

    /// <summary>The token was not made for this provider. Argument: its name.</summary>
    public static readonly Error ProviderNotGranted = new("Gateway.ProviderNotGranted");

    /// <summary>The call came over plain http.</summary>
    public static readonly Error HttpsNeeded = new("Gateway.HttpsNeeded");

    /// <summary>A token stands where it would reach the provider: in the address, in a header that is passed on, in a mail.</summary>
    public static readonly Error TokenMisplaced = new("Gateway.TokenMisplaced");

    /// <summary>Not in the provider's list. Argument: the provider's name.</summary>
    public static readonly Error OperationNotListed = new("Gateway.OperationNotListed");

    /// <summary>One of the provider's calls, at a mistaken address. Arguments: the <see cref="AddressMistake"/>, the right path, and the base address to be given to clients.</summary>
    public static readonly Error AddressMistaken = new("Gateway.AddressMistaken");

    /// <summary>The path may be called by other methods. Arguments: the method, and those it may be called by.</summary>
    public static readonly Error MethodNotListed = new("Gateway.MethodNotListed");

    /// <summary>What is no listed call asks for a tunnel, such as a WebSocket.</summary>
    public static readonly Error NoTunnel = new("Gateway.NoTunnel");

    /// <summary>A browser asks whether a page may call.</summary>
    public static readonly Error NotFromPages = new("Gateway.NotFromPages");

    /// <summary>What follows the gateway's own address is no provider. Argument: the codes of those there are.</summary>
    public static readonly Error ProviderUnknown = new("Gateway.ProviderUnknown");

    /// <summary>The call concerns what others who share the account have made. Argument: the provider's name.</summary>
    public static readonly Error OperationNotLent = new("Gateway.OperationNotLent");

    /// <summary>The token was not made for this. Argument: the purpose.</summary>
    public static readonly Error PurposeNotOfToken = new("Gateway.PurposeNotOfToken");

    /// <summary>The network does not share the connexion for this. Argument: the purpose.</summary>
    public static readonly Error PurposeNotShared = new("Gateway.PurposeNotShared");

    /// <summary>No connexion is in effect. Argument: the provider's name.</summary>
    public static readonly Error NoConnexion = new("Gateway.NoConnexion");

    public static readonly Error TooFast = new("Gateway.TooFast");

    /// <summary>A person sends mail after mail to themself. Argument: how many minutes to wait.</summary>
    public static readonly Error TooManyTries = new("Gateway.TooManyTries");

    /// <summary>The day's quota is used up. Argument: which one.</summary>
    public static readonly Error QuotaReached = new("Gateway.QuotaReached");

    /// <summary>A newsletter under a quota of e-mails: how many it makes cannot be counted.</summary>
    public static readonly Error QuotaCannotCount = new("Gateway.QuotaCannotCount");

    /// <summary>Argument: how many MiB a body may have.</summary>
    public static readonly Error BodyTooLarge = new("Gateway.BodyTooLarge");

    /// <summary>An address that there is not, or a provider that there is not or, in the API, that the token does not cover: they look the same.</summary>
    public static readonly Error NothingHere = new("Gateway.NothingHere");

    /// <param name="most">How much is passed on, in bytes.</param>
    public static Error LargerThan(long most) => BodyTooLarge with { Arguments = [most / (1024 * 1024)] };

    /// <summary>A mail that the request says is anything but JSON in UTF-8: without Content-Type, or with another.</summary>
    public static readonly Error BodyNotJson = new("Gateway.BodyNotJson");

    /// <summary>A body that is read comes compressed.</summary>
    public static readonly Error BodyCompressed = new("Gateway.BodyCompressed");

    /// <summary>A body that is read has more values, or is nested deeper, than any mail. Arguments: how many values it may have, and how many levels.</summary>
    public static readonly Error BodyTooDetailed = new("Gateway.BodyTooDetailed");

    /// <summary>A header that would be passed on holds signs that no header may have. Argument: its name.</summary>
    public static readonly Error HeaderUnreadable = new("Gateway.HeaderUnreadable");

    /// <summary>The body is not JSON in UTF-8.</summary>
    public static readonly Error BodyUnreadable = new("Gateway.BodyUnreadable");

    /// <summary>A name stands twice or in an unusual spelling. Argument: the name.</summary>
    public static readonly Error BodyAmbiguous = new("Gateway.BodyAmbiguous");

    /// <summary>Argument: the address this client sends as.</summary>
    public static readonly Error SenderNotYours = new("Gateway.SenderNotYours");

    /// <summary>Argument: the name this client sends under.</summary>
    public static readonly Error SenderNameNotYours = new("Gateway.SenderNameNotYours");

    /// <summary>The sender is given by the provider's number: as whom that sends cannot be told.</summary>
    public static readonly Error SenderById = new("Gateway.SenderById");

    /// <summary>The network's connexion states no sender, nor does the client.</summary>
    public static readonly Error NoSender = new("Gateway.NoSender");

    /// <summary>A header inside the mail that would name another sender. Argument: the header.</summary>
    public static readonly Error MailHeaderRefused = new("Gateway.MailHeaderRefused");

    /// <summary>The journal cannot be written: nothing was sent.</summary>
    public static readonly Error JournalUnavailable = new("Gateway.JournalUnavailable");

    /// <summary>The key cannot be read here.</summary>
    public static readonly Error KeyUnreadable = new("Gateway.KeyUnreadable");

    /// <summary>The provider refused the connexion's key. Argument: the provider's name.</summary>
    public static readonly Error KeyRefused = new("Gateway.KeyRefused");

    /// <summary>The provider does not let this server in. Argument: the provider's name.</summary>
    public static readonly Error ServerBlocked = new("Gateway.ServerBlocked");

    /// <summary>No connection to the provider came about: nothing was sent. Argument: its name.</summary>
    public static readonly Error ProviderUnreached = new("Gateway.ProviderUnreached");

    /// <summary>The provider was sent the call, and its answer is lost or cannot be passed on. Argument: its name.</summary>
    public static readonly Error AnswerLost = new("Gateway.AnswerLost");

    /// <summary>The provider was sent the call, and did not answer in time. Argument: its name.</summary>
    public static readonly Error ProviderTimeout = new("Gateway.ProviderTimeout");

    /// <summary>The provider answered with a failure of its own, or for a reason that it does not document. Argument: its name.</summary>
    public static readonly Error ProviderUnavailable = new("Gateway.ProviderUnavailable");
}
