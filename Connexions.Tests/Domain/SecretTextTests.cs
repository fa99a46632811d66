using System.Text.Json;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain;

public sealed class SecretTextTests
{
    private const string Mask = "•••";

    private readonly string key = Planted.Brevo();

    [Fact]
    public void Secret_PrintedInAnyWay_IsMasked()
    {
        var secret = SecretText.From(key)!;
        var stored = new ProtectedSecret("chiffré", Guid.NewGuid());

        Assert.Equal(Mask, secret.ToString());
        Assert.Equal(Mask, $"{secret}");
        Assert.Equal(Mask, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{secret}"));
        Assert.Equal(Mask, stored.ToString());
        Assert.Equal(Mask, $"{stored}");
    }

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData("`{0}`")]
    [InlineData("“{0}”")]
    [InlineData("« {0} »")]
    [InlineData("BREVO_API_KEY={0}")]
    [InlineData("BREVO_API_KEY = '{0}';")]
    [InlineData("export OPENAI_API_KEY=\"{0}\"")]
    [InlineData("$env:OPENAI_API_KEY = \"{0}\"")]
    [InlineData("set ZOHO_TOKEN={0}")]
    [InlineData("\"api-key\": \"{0}\",")]
    [InlineData("API_KEY: {0}")]
    public void From_AKeyBehindItsNameOrBetweenQuotes_IsTheKey(string pasted)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, pasted, key);

        Assert.Equal(key, SecretText.From(text)!.Reveal());
        // Twice is once: what is stored is read by the same way.
        Assert.Equal(key, SecretText.From(SecretText.From(text)!.Reveal())!.Reveal());
    }

    [Theory]
    [InlineData("abcDEF12+/==")]
    [InlineData("ABC_DEF==")]
    [InlineData("Zoho-enczapikey abc:def=")]
    [InlineData("it's")]
    [InlineData("\"a\" \"b\"")]
    public void From_WhatOnlyLooksWrapped_IsLeftAsItIs(string text) => Assert.Equal(text, SecretText.From(text)!.Reveal());

    [Theory]
    [InlineData("\"\"")]
    [InlineData(" ' ' ")]
    public void From_NothingButWrapping_IsNoKey(string text) => Assert.Null(SecretText.From(text));

    [Fact]
    public void Secret_Serialised_IsNotThere() =>
        Assert.DoesNotContain(key, JsonSerializer.Serialize(new { Secret = SecretText.From(key) }), StringComparison.Ordinal);

    [Fact]
    public void Secret_HeldByARecord_IsMasked()
    {
        var held = new Holder(SecretText.From(key)!, "autre");
        var request = new SaveConnexionRequest(default, "brevo", null, new Dictionary<FieldKind, string?>(), SecretText.From(key));

        Assert.Contains(Mask, held.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, held.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, JsonSerializer.Serialize(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_InAnException_IsMasked()
    {
        var exception = new InvalidOperationException($"Refusée : {SecretText.From(key)}");
        exception.Data["clé"] = SecretText.From(key);

        Assert.DoesNotContain(key, $"{exception} {exception.Data["clé"]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Suffix_OfAnyKey_GivesAwayFourCharactersOrASixthAtMost() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text =>
        SecretText.From(text) is not { } secret
        || (secret.Suffix().Length <= 4 && secret.Suffix().Length * 6 <= secret.Reveal().Length && secret.Reveal().EndsWith(secret.Suffix(), StringComparison.Ordinal))));

    [Theory]
    [InlineData("12345", "")]
    [InlineData("123456", "6")]
    [InlineData("123456789012345678901234", "1234")]
    public void Suffix_OfAShortKey_IsShorter(string text, string expected) => Assert.Equal(expected, SecretText.From(text)!.Suffix());

    [Fact]
    public void Fingerprint_OfOneKey_IsTheSameUnderOnePepperAndProviderOnly()
    {
        var (pepper, other) = (NewPepper(1), NewPepper(1));
        var secret = SecretText.From(key)!;
        var fingerprint = KeyFingerprint.Compute(pepper, "brevo", secret);

        Assert.Equal(fingerprint, KeyFingerprint.Compute(pepper, "brevo", SecretText.From(" " + key)!));
        Assert.NotEqual(fingerprint.Value, KeyFingerprint.Compute(pepper, "zoho", secret).Value);
        Assert.NotEqual(fingerprint.Value, KeyFingerprint.Compute(other, "brevo", secret).Value);
        Assert.NotEqual(fingerprint.Value, KeyFingerprint.Compute(pepper, "brevo", SecretText.From(Planted.Brevo())!).Value);
        Assert.Equal(KeyFingerprint.Length, fingerprint.Value.Length);
        Assert.Equal(1, fingerprint.PepperVersion);
    }

    private static Pepper NewPepper(int version) => new(version, System.Security.Cryptography.RandomNumberGenerator.GetBytes(Pepper.Length));

    private sealed record Holder(SecretText Key, string Other);
}
