using Connexions.Domain.Integrations;
using Connexions.Domain.Integrations.Brevo;
using Connexions.Tests.Support;
using static Connexions.Domain.Integrations.VerificationVerdict;

namespace Connexions.Tests.Domain.Integrations;

/// <summary>What is kept of an account, a sender and a blocked address. The verdicts are in <see cref="ClassificationTests"/>.</summary>
public sealed class BrevoVerificationTests
{
    private const string Account = """
        {"organization_id":"5f00000000000000000000a1","companyName":"Agence Test","email":"contact@agence.test","plan":[],"relay":{"enabled":true}}
        """;

    private readonly BrevoVerification verifier = new();

    [Fact]
    public void Account_IsNamed() => Assert.Equal(
        new ProviderAccount("5f00000000000000000000a1", "contact@agence.test", "Agence Test"), verifier.Classify(Json(200, Account)).Account);

    [Fact]
    public void Account_OfAnOlderContract_IsAnAccountWithoutId()
    {
        var verification = verifier.Classify(Json(200, """{"email":"contact@agence.test","companyName":"Agence Test","firstName":"Ana","lastName":"Test","address":{},"plan":[],"relay":{"enabled":true}}"""));

        Assert.Equal(Valid, verification.Verdict);
        Assert.Equal(new ProviderAccount(null, "contact@agence.test", "Agence Test"), verification.Account);
    }

    [Fact]
    public void Account_WithTextsThatCannotBeKept_IsValidWithoutThem()
    {
        var key = Planted.Brevo();
        var body = $$"""{"organization_id":"{{new string('a', 200)}}","email":"pas une adresse","companyName":"Agence {{key}}","plan":[],"relay":{"enabled":true} }""";

        var verification = verifier.Classify(Json(200, body));

        Assert.Equal(Valid, verification.Verdict);
        Assert.Equal(new ProviderAccount(null, null, null), verification.Account);
    }

    [Fact]
    public void Account_WithControlCharactersInItsName_IsNamedWithoutThem() => Assert.Equal(
        "Agence  Test", verifier.Classify(Json(200, """{"companyName":"Agence\u0007\nTest","firstName":"","lastName":"","relay":{"enabled":false}}""")).Account?.Name);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("inconnue", null)]
    [InlineData("12345", null)]
    [InlineData("999.1.1.1", null)]
    [InlineData("<script>1.2.3.4</script>", null)]
    public void BlockedAddress_IsAnAddressOrNothing(string told, string? kept)
    {
        var verification = verifier.Classify(Json(401, Blocked(told)));

        Assert.Equal(IpBlocked, verification.Verdict);
        Assert.Equal(kept, verification.BlockedAddress);
    }

    [Fact]
    public void Senders_AreRead()
    {
        const string body = """
            {"senders":[{"id":1,"name":"Agence","email":"contact@agence.test","active":true,"ips":[{"ip":"203.0.113.1","domain":"agence.test","weight":50}]},
                        {"id":2,"name":null,"email":"lyon@agence.test","active":false},{"id":3,"email":"personne"},7]}
            """;

        Assert.Equal(
            [new ProviderSender("contact@agence.test", "Agence", true), new ProviderSender("lyon@agence.test", null, false)],
            verifier.ReadSenders(Json(200, body)));
        Assert.Null(verifier.ReadSenders(Json(200, body) with { IsCutOff = true }));
        Assert.Null(verifier.ReadSenders(Json(403, body)));
        Assert.Null(verifier.ReadSenders(Json(200, "{}")));
        Assert.Null(verifier.ReadSenders(Json(200, """{"senders":[],"message":"Key not found","code":"unauthorized"}""")));
    }

    private static ProviderAnswer Json(int status, string body) => new(status, "application/json", body);

    private static string Blocked(string address) =>
        $$"""{"message":"We have detected you are using an unrecognised IP address {{address}}. If you performed this action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips","code":"unauthorized"}""";
}
