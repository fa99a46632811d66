using System.Globalization;
using System.Text;
using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;

namespace Connexions.Tests.Domain.Gateway;

public sealed class ProviderGatewayTests
{
    private static readonly ProviderGateway Brevo = ProviderCatalogue.Find("brevo")!.Gateway;
    private static readonly ProviderGateway OpenAi = ProviderCatalogue.Find("openai")!.Gateway;

    [Theory]
    [InlineData("GET", "v3/contacts/lists", "list.list", "v3/contacts/lists")]
    [InlineData("GET", "v3/contacts/lists/7", "list.read", "v3/contacts/lists/7")]
    [InlineData("GET", "v3/contacts/lists/campaignStats", "list.read", "v3/contacts/lists/campaignStats")]
    [InlineData("GET", "v3/contacts/7/campaignStats", "contact_statistics.read", "v3/contacts/7/campaignStats")]
    [InlineData("PUT", "v3/contacts/ana+a@agence.test", "contact.update", "v3/contacts/ana%2Ba%40agence.test")]
    [InlineData("GET", "v3/contacts/d'artagnan@agence.test", "contact.read", "v3/contacts/d%27artagnan%40agence.test")]
    [InlineData("GET", "v3/contacts/zoé@agence.test", "contact.read", "v3/contacts/zo%C3%A9%40agence.test")]
    [InlineData("GET", "v3/contacts/zoe\u0301@agence.test", "contact.read", "v3/contacts/zoe%CC%81%40agence.test")]
    [InlineData("GET", "v3/contacts/a&b@agence.test", "contact.read", "v3/contacts/a%26b%40agence.test")]
    [InlineData("GET", "v3/contacts/!#$*=?^`{|}~@agence.test", "contact.read", "v3/contacts/%21%23%24%2A%3D%3F%5E%60%7B%7C%7D~%40agence.test")]
    [InlineData("GET", "v3/contacts/.a..b.@agence.test", "contact.read", "v3/contacts/.a..b.%40agence.test")]
    [InlineData("GET", "v3/contacts/Dossier 7 (2026); suite", "contact.read", "v3/contacts/Dossier%207%20%282026%29%3B%20suite")]
    [InlineData("POST", "v3/contacts/lists/7/contacts/add", "list_contact.add", "v3/contacts/lists/7/contacts/add")]
    [InlineData("POST", "v3/smtp/email", "email.send", "v3/smtp/email")]
    public void Match_ListedCall_IsFoundAndItsPathWrittenAnew(string method, string path, string code, string rebuilt)
    {
        var match = Brevo.Match(method, CallAddress.Of(path, null));

        Assert.Equal((code, rebuilt), (match?.Operation.Code, match?.Path));
    }

    [Theory]
    [InlineData("get", "v3/contacts")]
    [InlineData("GET ", "v3/contacts")]
    [InlineData("PATCH", "v3/contacts")]
    [InlineData("GET", "V3/contacts")]
    [InlineData("GET", "v3/Contacts")]
    [InlineData("GET", "/v3/contacts")]
    [InlineData("GET", "v3/contacts/")]
    [InlineData("GET", "v3//contacts")]
    [InlineData("GET", "v3/contacts//")]
    [InlineData("GET", "v3/contacts/.")]
    [InlineData("GET", "v3/contacts/..")]
    [InlineData("GET", "v3/contacts/...")]
    [InlineData("GET", "v3/contacts/../account")]
    [InlineData("GET", "v3/smtp/templates/../../account")]
    [InlineData("GET", "v3/contacts/..%2faccount")]
    [InlineData("GET", "v3/contacts/..%2Faccount")]
    [InlineData("GET", "v3/contacts/%2e%2e")]
    [InlineData("GET", "v3/contacts/..\\account")]
    [InlineData("GET", "v3/contacts/a\\..\\..\\account")]
    [InlineData("GET", "v3/contacts/..;b=1")]
    [InlineData("GET", "v3/contacts/.;")]
    [InlineData("GET", "v3/contacts/;b=1")]
    [InlineData("GET", "v3/contacts/.. ")]
    [InlineData("GET", "v3/contacts/..?x")]
    [InlineData("GET", "v3/contacts/..#x")]
    [InlineData("GET", "v3/contacts/?x")]
    [InlineData("GET", "v3/contacts/a%41")]
    [InlineData("GET", "v3/contacts/100%")]
    [InlineData("GET", "v3/contacts/a\u007F")]
    [InlineData("GET", "v3/contacts/a\u200Bb")]
    [InlineData("GET", "v3/contacts/a\uFF0Fb")]
    [InlineData("GET", "v3/contacts/a\u2044b")]
    [InlineData("GET", "v3/contacts/a\u2215b")]
    [InlineData("GET", "v3/contacts/\u2025")]
    [InlineData("GET", "v3/contacts/a\uD800b")]
    [InlineData("GET", "v3/contacts/a\0b")]
    [InlineData("GET", "v3/contacts/a\r\nHost:x")]
    [InlineData("GET", "v3/contacts/\uFF0E\uFF0E")]
    [InlineData("GET", "v3/contacts?x=1")]
    [InlineData("GET", "v3/contacts ")]
    [InlineData("GET", "https://api.brevo.com/v3/contacts")]
    [InlineData("GET", "")]
    [InlineData("GET", "v3/account")]
    [InlineData("GET", "v3/senders")]
    [InlineData("POST", "v3/contacts/export")]
    [InlineData("POST", "v3/contacts/doubleOptinConfirmation")]
    [InlineData("POST", "v3/emailCampaigns/7/sendTest")]
    [InlineData("PUT", "v3/emailCampaigns/7")]
    [InlineData("PUT", "v3/emailCampaigns/7/status")]
    [InlineData("GET", "v3/smtp/emails/0c5a7bd0")]
    public void Match_AnotherCallOrSpelling_IsNotListed(string method, string path) => Assert.Null(Brevo.Match(method, CallAddress.Of(path, null)));

    [Theory]
    [InlineData("GET", "v1/organization/users")]
    [InlineData("GET", "v1/files")]
    [InlineData("GET", "v1/responses/resp_1")]
    [InlineData("GET", "v1/chat/completions")]
    [InlineData("DELETE", "v1/models/m")]
    public void Match_WhatTheAccountStores_IsNotListed(string method, string path) => Assert.Null(OpenAi.Match(method, CallAddress.Of(path, null)));

    [Theory]
    [InlineData("ft:gpt-4o-mini-2024-07-18:agence::9xYz", "ft%3Agpt-4o-mini-2024-07-18%3Aagence%3A%3A9xYz")]
    [InlineData("o4-mini", "o4-mini")]
    public void Match_NameOfAModel_IsEscapedOnce(string model, string escaped) =>
        Assert.Equal($"v1/models/{escaped}", OpenAi.Match("GET", CallAddress.Of($"v1/models/{model}", null))?.Path);

    [Theory]
    [InlineData(1, true)]
    [InlineData(320, true)]
    [InlineData(321, false)]
    public void Match_LengthOfAValue_HasAnEnd(int length, bool isListed) =>
        Assert.Equal(isListed, Brevo.Match("GET", CallAddress.Of($"v3/contacts/{new string('a', length)}", null)) is not null);

    [Fact]
    public void Match_LiteralAndParameterBothFit_TakesTheLiteralWhateverTheOrder()
    {
        var match = new Listed(new("any", "GET", "a/{x}", Purposes.Emails), new("both", "GET", "{x}/b", Purposes.Emails), new("one", "GET", "a/b", Purposes.Emails));

        Assert.Equal("one", match.Match("GET", CallAddress.Of("a/b", null))?.Operation.Code);
        Assert.Equal("any", match.Match("GET", CallAddress.Of("a/c", null))?.Operation.Code);
        Assert.Equal("both", match.Match("GET", CallAddress.Of("c/b", null))?.Operation.Code);
    }

    [Theory]
    [InlineData("brevo", """{"message":"Une phrase.","code":"c"}""")]
    [InlineData("openai", """{"error":{"message":"Une phrase.","type":"gateway_error","param":null,"code":"c"}}""")]
    [InlineData("zoho", """{"error":{"code":"c","message":"Une phrase.","details":[]}}""")]
    public void ErrorMembers_StandWhereTheProvidersClientsLook(string code, string expected) =>
        Assert.Equal(expected, JsonSerializer.Serialize(ProviderCatalogue.Find(code)!.Gateway.ErrorMembers("c", "Une phrase.")));

    [Fact]
    public void TestMail_OfEachProvider_IsOneOfItsOperations_AndPassesItsOwnCheck()
    {
        var terms = new SenderTerms(new Sender("lyon@reseau.test", "Lyon"), IsShared: true);
        foreach (var provider in ProviderCatalogue.All)
        {
            var call = provider.Gateway.NewTestMail(TestMail.ThroughGateway("moi@exemple.test", "Lyon <1>", "Compte & Fils", CultureInfo.GetCultureInfo("fr-FR")));

            Assert.Equal(provider.Gateway.SendsMail, call is not null);
            if (call is not null)
            {
                var operation = provider.Gateway.Operations.Single(known => known.Code == call.Operation);
                Assert.DoesNotContain('{', operation.Path);
                var mail = operation.Mail!.Check(call.Body, terms).Require();
                Assert.Equal(1, mail.Emails);
                Assert.Contains("lyon@reseau.test", Encoding.UTF8.GetString(mail.Body), StringComparison.Ordinal);
                Assert.Contains("Lyon &lt;1&gt;", Encoding.UTF8.GetString(mail.Body), StringComparison.Ordinal);
            }
        }
    }

    private sealed class Listed(params GatewayOperation[] operations) : ProviderGateway
    {
        public override string CredentialHeader => "x";

        public override IReadOnlyList<ToolExample> Examples => [];

        public override IReadOnlyList<GatewayOperation> Operations => operations;
    }
}
