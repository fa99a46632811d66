using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain;

public sealed class KeyFormatTests
{
    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;
    private static readonly Provider Zoho = ProviderCatalogue.Find("zoho")!;
    private static readonly Provider OpenAi = ProviderCatalogue.Find("openai")!;

    public static TheoryData<string, string> KeysOfOthers => new()
    {
        { "brevo", Planted.OpenAi() },
        { "brevo", Planted.OpenAiLegacy() },
        { "brevo", Planted.Stripe() },
        { "brevo", Planted.ZohoOAuth() },
        { "openai", Planted.Brevo() },
        { "openai", Planted.Anthropic() },
        { "openai", Planted.ZohoOAuth() },
        { "zoho", Planted.Brevo() },
        { "zoho", Planted.OpenAi() },
        { "zoho", Planted.OpenAiAdmin() },
    };

    [Fact]
    public void Key_OfTheProvider_IsRecognisedAndAccepted()
    {
        Assert.All([Planted.Brevo(), Planted.Brevo().ToUpperInvariant()], key => AssertRecognised(Brevo, key));
        Assert.All([Planted.OpenAi(), Planted.OpenAiLegacy(), Planted.OpenAi().Replace("sk-proj-", "sk-svcacct-", StringComparison.Ordinal)], key => AssertRecognised(OpenAi, key));
    }

    [Theory]
    [MemberData(nameof(KeysOfOthers))]
    public void Key_OfAnotherProvider_IsRefusedNamingBoth(string code, string key)
    {
        var provider = ProviderCatalogue.Find(code)!;

        var error = provider.Refuse(SecretText.From(key)!);

        Assert.Equal(ConnexionErrors.KeyOfAnotherProvider.Code, error?.Code);
        Assert.Equal(2, error!.Arguments.Count);
        Assert.Equal(provider.Name, error.Arguments[1]);
        Assert.False(provider.Recognises(SecretText.From(key)!));
    }

    [Fact]
    public void Key_OfAnOpenAiAdministrator_IsRefused() =>
        Assert.Equal(ConnexionErrors.OpenAiAdminKey.Code, OpenAi.Refuse(SecretText.From(Planted.OpenAiAdmin())!)?.Code);

    [Fact]
    public void Key_OfNoKnownFormat_IsAcceptedByEveryProvider() =>
        Assert.All(ProviderCatalogue.All, provider => Assert.Null(provider.Refuse(SecretText.From("une-cle-inconnue-123")!)));

    [Fact]
    public void Key_OfZeptoMail_IsAccepted() => Assert.Null(Zoho.Refuse(SecretText.From(Planted.Zoho())!));

    [Fact]
    public void Key_PastedWithWhiteSpaceAroundIt_IsTrimmed()
    {
        var key = Planted.Brevo();

        Assert.Equal(key, SecretText.From($"\u200B \t{key}\r\n\uFEFF")!.Reveal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\u200B\uFEFF")]
    public void Key_OfNothingVisible_IsNoKey(string? typed) => Assert.Null(SecretText.From(typed));

    [Theory]
    [InlineData("abc def")]
    [InlineData("abc\ndef")]
    [InlineData("abc\u0000def")]
    [InlineData("abc\u00A0def")]
    public void Key_WithSomethingBetween_IsRefused(string typed) =>
        Assert.All(ProviderCatalogue.All, provider => Assert.Equal(ConnexionErrors.KeyHasWhiteSpace.Code, provider.Refuse(SecretText.From(typed)!)?.Code));

    [Theory]
    [InlineData("clé-secrète")]
    [InlineData("key–with–dashes")]
    [InlineData("🔑")]
    public void Key_WithForeignCharacters_IsRefused(string typed) =>
        Assert.All(ProviderCatalogue.All, provider => Assert.Equal(ConnexionErrors.KeyHasForeignCharacters.Code, provider.Refuse(SecretText.From(typed)!)?.Code));

    [Fact]
    public void Key_OfTenThousandCharacters_IsRefusedSayingTheLimit()
    {
        var error = Brevo.Refuse(SecretText.From(new string('x', 10_000))!);

        Assert.Equal(ConnexionErrors.KeyTooLong.Code, error?.Code);
        Assert.Equal([SecretText.MaxLength, 10_000], error!.Arguments);
    }

    [Fact]
    public void Refuse_Anything_NeverThrowsAndNeverRepeatsTheKey() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text =>
        SecretText.From(text) is not { } key || ProviderCatalogue.All.All(provider =>
            provider.Refuse(key) is not { } error || key.Reveal().Length < 8 || !error.ToString().Contains(key.Reveal(), StringComparison.Ordinal))));

    [Fact]
    public void FindIn_Anything_NeverThrows() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text => KeyFormats.FindIn(text) is null || text.Length > 0));

    [Theory]
    [InlineData("")]
    [InlineData("Agence de la Skieuse, sk-i alpin")]
    [InlineData("contact@xkeysib.exemple.fr")]
    [InlineData("task-project-2026")]
    [InlineData("1000.00 € par mois")]
    public void FindIn_OrdinaryText_FindsNone(string text) => Assert.Null(KeyFormats.FindIn(text));

    private static void AssertRecognised(Provider provider, string key)
    {
        Assert.True(provider.Recognises(SecretText.From(key)!));
        Assert.Null(provider.Refuse(SecretText.From(key)!));
    }
}
