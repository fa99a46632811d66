using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain;

public sealed class TextTests
{
    private const string ZeroWidth = "\u200B\uFEFF\u200E\u00AD";

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("  \t\r\n ", null)]
    [InlineData(ZeroWidth, null)]
    [InlineData(" Lumière Lyon ", "Lumière Lyon")]
    [InlineData("Lu" + ZeroWidth + "mière", "Lumière")]
    [InlineData("\u00A0Lyon\u00A0", "Lyon")]
    [InlineData("E\u0301tape", "Étape")]
    [InlineData("E\u200B\u0301tape", "Étape")]
    public void Clean_Text_IsWhatAPersonSees(string? typed, string? expected) => Assert.Equal(expected, PlainText.Clean(typed));

    [Fact]
    public void Clean_JoinersAnywhere_IsIdempotent() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            Arb.From(Gen.ListOf(Gen.Elements("\u200C", "\u200D", "\u200B", "a", "م", "क", "्", "👨", "❤", "\uFE0F", "🏽", " ", "e\u0301")).Select(string.Concat)),
            text => PlainText.Clean(PlainText.Clean(text)) == PlainText.Clean(text)));

    [Theory]
    [InlineData("👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧")]
    [InlineData("👩🏽\u200D💻", "👩🏽\u200D💻")]
    [InlineData("❤\uFE0F\u200D🔥", "❤\uFE0F\u200D🔥")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("Ly\u200Don", "Lyon")]
    [InlineData("Ly\u200Con", "Lyon")]
    [InlineData("\u200DLyon\u200D", "Lyon")]
    [InlineData("👨\u200D", "👨")]
    [InlineData("a\u200D👧", "a👧")]
    public void Clean_Joiners_StayWhereTheyBelong(string typed, string expected) => Assert.Equal(expected, PlainText.Clean(typed));

    [Fact]
    public void Clean_Anything_IsIdempotent() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text => PlainText.Clean(PlainText.Clean(text)) == PlainText.Clean(text)));

    [Fact]
    public void Checks_Anything_NeverThrow() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text =>
    {
        _ = PlainText.Name(text, "f").Succeeded;
        _ = PlainText.Reason(text, "f").Succeeded;
        _ = PlainText.Email(text, "f").Succeeded;
        _ = PlainText.Optional(text, "f", 10).Succeeded;
        _ = FoldedText.Fold(text);
        return true;
    }));

    [Fact]
    public void Fold_Anything_IsIdempotent() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text => FoldedText.Fold(FoldedText.Fold(text)) == FoldedText.Fold(text)));

    [Fact]
    public void Fold_Anything_FitsItsColumn() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text => FoldedText.Fold(text).Length <= 2 * (text?.Length ?? 0)));

    [Theory]
    [InlineData("Évreux", "evreux")]
    [InlineData("E\u0301vreux", "evreux")]
    [InlineData("Saint-Étienne", "saint-etienne")]
    [InlineData("CŒUR d’Œuvre", "coeur d'oeuvre")]
    [InlineData("  Le   Mans\u00A0Sud ", "le mans sud")]
    [InlineData("Straße", "strasse")]
    [InlineData("Ægir", "aegir")]
    [InlineData(null, "")]
    [InlineData("contact@xn--vreux-9ra.fr", "contact@evreux.fr")]
    [InlineData("XN--vreux-9ra", "evreux")]
    [InlineData("\uFDFA", null)]
    [InlineData("\uD800", null)]
    public void Fold_Text_IsWhatPeopleSearchBy(string? text, string? expected)
    {
        var folded = FoldedText.Fold(text);
        if (expected is not null)
        {
            Assert.Equal(expected, folded);
        }
    }

    [Theory]
    [InlineData("Évreux", "EVREUX")]
    [InlineData("Besançon", "besancon")]
    [InlineData("Béziers", "beziers")]
    public void Fold_SpellingsOfOneName_AreTheSame(string one, string other) => Assert.Equal(FoldedText.Fold(one), FoldedText.Fold(other));

    [Theory]
    [InlineData("a@b.fr", true)]
    [InlineData("prénom.nom+lettre@agence-lyon.exemple.fr", true)]
    [InlineData("a@b", false)]
    [InlineData("@b.fr", false)]
    [InlineData("a@", false)]
    [InlineData("a@@b.fr", false)]
    [InlineData("a b@c.fr", false)]
    [InlineData("a@b..fr", false)]
    [InlineData("a@.fr", false)]
    [InlineData("a@b.fr.", false)]
    [InlineData("a@-b.fr", false)]
    [InlineData("Nom <a@b.fr>", false)]
    [InlineData("a@b.fr,c@d.fr", false)]
    [InlineData("a\n@b.fr", false)]
    [InlineData("", false)]
    public void Email_Text_IsRecognisedByItsShape(string text, bool expected) => Assert.Equal(expected, EmailAddress.IsValid(text));

    [Theory]
    [InlineData("contact@évreux.fr", "contact@évreux.fr")]
    [InlineData("contact@e\u0301vreux.fr", "contact@évreux.fr")]
    [InlineData("contact@xn--vreux-9ra.fr", "contact@évreux.fr")]
    [InlineData("contact@mail.XN--Vreux-9RA.FR", "contact@mail.évreux.fr")]
    [InlineData("Zoe\u0301@Agence.FR", "Zoé@agence.fr")]
    [InlineData("contact@straße.de", "contact@straße.de")]
    [InlineData("contact@agence_lyon.fr", "contact@agence_lyon.fr")]
    [InlineData("contact@xn--a.fr", "contact@xn--a.fr")]
    [InlineData("contact@évreux。fr", "contact@évreux.fr")]
    public void Email_SpellingsOfOneAddress_AreKeptInOneForm(string typed, string kept)
    {
        Assert.Equal(kept, PlainText.Email(typed, "f").Require());
        Assert.Equal(kept, PlainText.Email(kept, "f").Require());
    }

    [Fact]
    public void Email_DomainWithSignsNobodySees_StaysAsItIsWritten()
    {
        // A zero-width joiner, allowed after a virama: https://www.rfc-editor.org/rfc/rfc5892#appendix-A.2.
        var written = "contact@" + new System.Globalization.IdnMapping().GetAscii("\u0915\u094D\u200D\u0937.fr");

        Assert.Equal(written, PlainText.Email(written, "f").Require());
    }

    [Fact]
    public void Email_Anything_IsIdempotent() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string, string>((mailbox, domain) =>
        PlainText.Email($"{mailbox}@{domain}.fr", "f").Value is not { } once || PlainText.Email(once, "f").Value == once));

    [Theory]
    [InlineData("contact@évreux.fr", "contact@xn--vreux-9ra.fr")]
    [InlineData("contact@agence.fr", "contact@agence.fr")]
    [InlineData("zoé@évreux.fr", "zoé@xn--vreux-9ra.fr")]
    public void Write_AnAddress_HasItsDomainInAscii(string kept, string sent) => Assert.Equal(sent, EmailAddress.Write(kept));

    [Fact]
    public void Name_AtTheLimit_IsKeptAndBeyondItRefusedSayingBoth()
    {
        Assert.True(PlainText.Name(new string('é', PlainText.NameMaxLength), "Nom").Succeeded);

        var error = Assert.Single(PlainText.Name(new string('é', PlainText.NameMaxLength + 1), "Nom").Errors);
        Assert.Equal((TextErrors.TooLong.Code, "Nom"), (error.Code, error.Field));
        Assert.Equal([PlainText.NameMaxLength, PlainText.NameMaxLength + 1], error.Arguments);
    }

    [Fact]
    public void Email_AtTheLimit_IsKeptAndBeyondItRefused()
    {
        const string Domain = "@exemple.fr";
        var longest = new string('a', PlainText.EmailMaxLength - Domain.Length) + Domain;

        Assert.Equal(longest, PlainText.Email(longest, "f").Value);
        Assert.Equal(TextErrors.TooLong.Code, Assert.Single(PlainText.Email("a" + longest, "f").Errors).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData(ZeroWidth)]
    public void Name_Empty_IsRequired(string? text) => Assert.Equal(TextErrors.Required.Code, Assert.Single(PlainText.Name(text, "f").Errors).Code);

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    public void Name_WithAControlCharacter_IsRefused(string text) =>
        Assert.Equal(TextErrors.ControlCharacters.Code, Assert.Single(PlainText.Name(text, "f").Errors).Code);

    [Fact]
    public void Field_HoldingAKey_IsRefusedWithoutRepeatingIt()
    {
        foreach (var key in new[] { Planted.Brevo(), Planted.OpenAi(), Planted.OpenAiLegacy(), Planted.OpenAiAdmin(), Planted.ZohoOAuth(), Planted.Anthropic(), Planted.Stripe() })
        {
            var error = Assert.Single(PlainText.Reason($"la clé est {key} merci", "f").Errors);
            Assert.Equal(TextErrors.LooksLikeKey.Code, error.Code);
            Assert.DoesNotContain(key, error.ToString() + string.Join(' ', error.Arguments), StringComparison.Ordinal);
        }
    }
}
