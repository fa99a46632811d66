using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;

namespace Connexions.Tests.Domain;

public sealed class KeyInTextTests
{
    public static TheoryData<string> Keys =>
        [Planted.Brevo(), Planted.OpenAi(), Planted.OpenAiLegacy(), Planted.OpenAiAdmin(), Planted.Zoho(), Planted.ZohoOAuth(), Planted.Anthropic(), Planted.Stripe()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Withhold_TextWithAKey_IsNotTakenOver(string key)
    {
        Assert.All(
            [key, $" {key}\n", $"la clé est {key}, merci", $"«{key}»", key.Insert(12, "\u200B")],
            text => Assert.Equal(KeyInText.Withheld, KeyInText.Withhold(text)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Lumière Lyon 3e")]
    [InlineData("contact+2026@agence-lyon.exemple.fr")]
    [InlineData("dossier 3f2504e0-4f89-11d3-9a0c-0305e82c3301, facture FA2026000123456789")]
    [InlineData("https://docs.exemple.fr/document/d/1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4aB5c/edit?usp=sharing")]
    [InlineData("\\\\serveur/Dossiers/Clients/Agences/Location/Contrats/Appartements/RueVictorHugo/Etage2/Porte12")]
    [InlineData("FR7630006000011234567890189 et FR7630006000011234567890190")]
    public void Withhold_WhatPeopleWrite_IsLeftAsItIs(string? text) => Assert.Equal(text, KeyInText.Withhold(text));

    [Fact]
    public void Withhold_LongTextOfOneLetter_IsNoToken() => Assert.False(KeyInText.IsIn(new string('x', 10_240)));

    [Fact]
    public void IsIn_WhatStandsForAKey_IsAsIfTheKeyStoodThere() => Assert.True(KeyInText.IsIn(KeyInText.Withheld));

    [Fact]
    public void Withhold_PartOfTheKeyTypedBeside_OfWhateverShape_IsNotTakenOver()
    {
        var key = SecretText.From("une-cle!sans_forme-connue")!;

        Assert.Equal(KeyInText.Withheld, KeyInText.Withhold("c’est CLE!SANS_FORME voilà", key));
        Assert.Equal("une clé sans forme connue", KeyInText.Withhold("une clé sans forme connue", key));
        // Too short to be told from a word.
        Assert.Equal("test", KeyInText.Withhold("test", SecretText.From("test")));
    }

    [Fact]
    public void ProvidersOwnKeys_AreAllRecognised() =>
        Assert.All(ProviderCatalogue.All, provider => Assert.True(KeyInText.IsIn(Planted.For(provider))));
}
