using System.Globalization;
using System.Resources;
using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;

namespace Connexions.Domain.Integrations;

/// <summary>One field of a provider's connexion and the column that stores it.</summary>
public sealed record ProviderField(FieldKind Kind, string Column);

/// <summary>
/// All that the product knows of a provider: form, table, key format and help come from here. Its sentences lie in
/// the resources beside the class (<c>Purpose</c>, <c>KeyHelp.1</c>, <c>KeyHelp.2</c>…).
/// </summary>
public abstract class Provider
{
    private readonly ResourceManager texts;

    protected Provider() => texts = new ResourceManager(GetType());

    /// <summary>The code in addresses, settings and the journal.</summary>
    public abstract string Code { get; }

    public abstract string Name { get; }

    public abstract string Table { get; }

    public abstract Type ConnexionType { get; }

    public abstract IReadOnlyList<ProviderField> Fields { get; }

    /// <summary>Where the provider shows its keys.</summary>
    public abstract Uri KeyPage { get; }

    /// <summary>How to ask the provider whether a key works.</summary>
    public abstract ProviderVerifier Verifier { get; }

    /// <summary>What tools may call there, and how their calls carry the key.</summary>
    public abstract ProviderGateway Gateway { get; }

    /// <summary>Where at the provider one does what a verdict asks for; null where there is no such place.</summary>
    public virtual Uri? PlaceFor(VerificationVerdict verdict) => verdict == VerificationVerdict.Rejected ? KeyPage : null;

    /// <summary>The published shape of this provider's keys; null where there is none.</summary>
    public virtual KeyFormat? KeyFormat => null;

    /// <summary>A connexion of this provider, empty, for one client.</summary>
    public abstract Connexion NewConnexion(Guid organisationId, ClientRef client, DateTime at);

    /// <summary>In one sentence, what the account is used for.</summary>
    public string Purpose(CultureInfo culture) => Text("Purpose", culture)
        ?? throw new MissingManifestResourceException($"{GetType().Name} says no Purpose.");

    /// <summary>One of the gateway's operations in plain words, as what a tool does: "envoyer un e-mail".</summary>
    public string Says(GatewayOperation operation, CultureInfo culture) => Text($"Operation.{operation.Code}", culture)
        ?? throw new MissingManifestResourceException($"{GetType().Name} does not say {operation.Code}.");

    /// <summary>The steps that lead to the key, in order.</summary>
    public IEnumerable<string> KeyHelp(CultureInfo culture)
    {
        for (var step = 1; Text($"KeyHelp.{step.ToString(CultureInfo.InvariantCulture)}", culture) is { } sentence; step++)
        {
            yield return sentence;
        }
    }

    /// <summary>Whether a key has the published shape of this provider's keys.</summary>
    public bool Recognises(SecretText key) => KeyFormat is { } format && format.Pattern.IsMatch(key.Reveal());

    /// <summary>Whether a key looks like this provider's; by its published shape, where there is one. What does not may be a key all the same.</summary>
    public virtual bool LooksUsual(SecretText key) => KeyFormat is null || Recognises(key);

    /// <summary>Refuses what cannot be a key of this provider; an unknown shape is not refused.</summary>
    public virtual Error? Refuse(SecretText key)
    {
        var text = key.Reveal();
        if (text.Length > SecretText.MaxLength)
        {
            return ConnexionErrors.KeyTooLong with { Arguments = [SecretText.MaxLength, text.Length] };
        }

        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return ConnexionErrors.KeyHasWhiteSpace;
        }

        if (text.Any(c => c is < '!' or > '~'))
        {
            return ConnexionErrors.KeyHasForeignCharacters;
        }

        return KeyFormats.FindIn(text) is { } other && other.Provider != Name
            ? ConnexionErrors.KeyOfAnotherProvider with { Arguments = [other.Provider, Name] }
            : null;
    }

    private string? Text(string key, CultureInfo culture) => texts.GetString(key, culture);
}
