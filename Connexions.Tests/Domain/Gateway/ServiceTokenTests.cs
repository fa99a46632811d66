using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;

namespace Connexions.Tests.Domain.Gateway;

public sealed class ServiceTokenTests
{
    private const int Many = 2_000;

    private static readonly DateTime Now = new(2026, 11, 28, 10, 0, 0, DateTimeKind.Utc);
    private static readonly TokenTerms Terms = new("Site internet", ["brevo", "zoho"], Purposes.Emails, [], 60, Now.AddDays(30));

    [Fact]
    public void Text_OfEveryToken_HasTheForm() => Assert.All(Made(), made =>
    {
        Assert.Matches("^cnx_[0-9A-Za-z]{30}$", made.Text);
        Assert.True(ServiceToken.HasForm(made.Text));
        Assert.Equal(KeyFormats.ServiceToken, KeyFormats.FindIn(made.Text));
        Assert.Equal(made.Text[..ServiceToken.HintLength], made.Token.Hint);
    });

    [Fact]
    public void Text_BehindTheHint_Holds128Bits()
    {
        var secrets = Made().Select(made => made.Text[ServiceToken.HintLength..]).ToList();

        Assert.All(secrets, secret => Assert.Equal(22, secret.Length));
        // Of 2000 random 128-bit numbers, written in base 62: every letter, and the last place holds each about as often.
        Assert.Equal(62, secrets.SelectMany(secret => secret).Distinct().Count());
        var last = secrets.GroupBy(secret => secret[^1]).ToList();
        Assert.Equal(62, last.Count);
        Assert.All(last, letters => Assert.InRange(letters.Count(), 1, Many / 62 * 4));
        // The largest 128-bit number begins with a 7.
        Assert.All(secrets, secret => Assert.InRange(secret[0], '0', '7'));
    }

    [Fact]
    public void Texts_OfManyTokens_AreAllDifferent()
    {
        var made = Made();

        Assert.Equal(Many, made.Select(one => one.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Many, made.Select(one => one.Token.TokenHash).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Many, made.Select(one => one.Text[ServiceToken.HintLength..]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Hash_IsSha256OfTheText()
    {
        var (token, text) = Make();

        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(text))).ToLowerInvariant(), token.TokenHash);
        Assert.Equal(ServiceToken.TokenHashLength, token.TokenHash.Length);
        Assert.NotEqual(token.TokenHash, ServiceToken.Hash(text[..^1] + (text[^1] == 'a' ? 'b' : 'a')));
    }

    [Fact]
    public void HasForm_OfAnythingNear_IsFalse()
    {
        var (_, text) = Make();

        Assert.All(
            new[] { "", "cnx_", text[..^1], text + "a", "CNX_" + text[4..], text.Replace("cnx_", "cnx-", StringComparison.Ordinal), text[..^1] + "é", text[..^1] + " ", text[..^1] + "_", " " + text[1..] },
            near => Assert.False(ServiceToken.HasForm(near), near));
    }

    [Fact]
    public void Token_KeepsNothingOfTheSecretPart()
    {
        var (token, text) = Make();

        var kept = string.Join('\n', typeof(ServiceToken).GetProperties().Select(property => property.GetValue(token)?.ToString()));

        Assert.Contains(token.TokenHash, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(text[ServiceToken.HintLength..], kept, StringComparison.Ordinal);
    }

    [Fact]
    public void IsOpen_EndsWithItsLifeOrItsRevocation()
    {
        var (token, _) = Make();

        Assert.True(token.IsOpen(Terms.ExpiresAt.AddTicks(-1)));
        Assert.False(token.IsOpen(Terms.ExpiresAt));
        token.Revoke(Guid.NewGuid(), Now);
        Assert.False(token.IsOpen(Now));
    }

    [Fact]
    public void AllowedRanges_AreOneALine_OrNullForAnywhere()
    {
        Assert.Null(Make().Token.AllowedRanges);
        var ranged = Terms with { Ranges = [AddressRange.Parse("203.0.113.0/24")!, AddressRange.Parse("2001:db8::1")!] };
        Assert.Equal("203.0.113.0/24\n2001:db8::1", Make(ranged).Token.AllowedRanges);
    }

    private static List<(ServiceToken Token, string Text)> Made() => [.. Enumerable.Range(0, Many).Select(_ => Make())];

    private static (ServiceToken Token, string Text) Make(TokenTerms? terms = null) =>
        ServiceToken.Create(Guid.NewGuid(), new ClientRef(ClientType.AgenceIndependante, Guid.NewGuid()), terms ?? Terms, Guid.NewGuid(), Now);
}
