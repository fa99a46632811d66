using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations.Brevo;
using Connexions.Domain.Integrations.Zoho;
using Connexions.Domain.Sharing;
using Connexions.Tests.Domain.Gateway;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Integrations;

/// <summary>Whatever a body says: what goes out on the network's account goes out as the client and as nobody else.</summary>
public sealed class MailBodyPropertyTests
{
    private static readonly string[] Emails = [MailBodies.Email, " CONTACT@agence.test", "autre@agence.test", "contact@agence.test.evil.test", "", "contact@agence.test, autre@agence.test"];
    private static readonly string[] Names = [MailBodies.Name, "agence du port", "Banque", "", " "];

    [Fact]
    public void Check_BrevoMail_SendsAsTheClientAndCountsWhatItMakes() => Examine(new BrevoMail(), "sender", "email", Brevo(), body => CountBrevo(body));

    [Fact]
    public void Check_BrevoNewsletter_SendsAsTheClientAndCountsNothing() => Examine(new BrevoNewsletter(), "sender", "email", Brevo(), _ => null);

    [Fact]
    public void Check_ZeptoMail_SendsAsTheClientAndCountsWhatItMakes() => Examine(new ZeptoMailBody(), "from", "address", Zepto(), body => CountLists(body));

    private static void Examine(MailBody mail, string sender, string email, Gen<string> bodies, Func<JsonElement, int?> count)
    {
        var passed = 0;
        var terms = Gen.Elements(MailBodies.Shared, MailBodies.SharedNameless, MailBodies.SharedUnstated);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Arb.From(bodies), Arb.From(terms), (body, terms) =>
        {
            var result = mail.Check(body, terms);
            if (!result.Succeeded)
            {
                Assert.Single(result.Errors);
                return;
            }

            passed++;
            var sent = MailBodies.Parse(result.Value.Body);
            AssertSender(sent, sender, email, terms.Sender);
            if (mail is BrevoMail)
            {
                Assert.DoesNotContain(Versions(sent).SelectMany(version => version.EnumerateObject()), member => member.Name.Equals(sender, StringComparison.OrdinalIgnoreCase));
            }

            Assert.Equal(count(sent), result.Value.Emails);
            // What was written passes again and stays what it is.
            Assert.Equal(result.Value.Body, mail.Check(result.Value.Body, terms).Require().Body);
        }));
        Assert.True(passed > 250, $"Only {passed} bodies passed: the property says little.");
    }

    private static void AssertSender(JsonElement sent, string sender, string email, Sender stated)
    {
        Assert.Single(sent.EnumerateObject(), member => member.Name.Trim().Equals(sender, StringComparison.OrdinalIgnoreCase));
        var written = sent.GetProperty(sender);
        Assert.Equal(stated.Email, Assert.Single(written.EnumerateObject(), member => member.Name.Equals(email, StringComparison.OrdinalIgnoreCase)).Value.GetString());
        Assert.True(written.EnumerateObject().All(member => member.Name == email || member.Name == "name" || member.Value.ValueKind == JsonValueKind.Null));
        var name = written.TryGetProperty("name", out var given) ? given.GetString() : null;
        Assert.True(name == stated.Name || (stated.Name is null && string.IsNullOrWhiteSpace(name)), name);
    }

    private static List<JsonElement> Versions(JsonElement mail) =>
        mail.TryGetProperty("messageVersions", out var versions) && versions.ValueKind == JsonValueKind.Array ? [.. versions.EnumerateArray()] : [];

    // Written apart from the bodies' own counting.
    private static int CountBrevo(JsonElement mail)
    {
        var sum = 0;
        foreach (var version in Versions(mail))
        {
            foreach (var list in (string[])["to", "cc", "bcc"])
            {
                sum += version.TryGetProperty(list, out var own) && own.ValueKind == JsonValueKind.Array ? own.GetArrayLength() : CountList(mail, list);
            }
        }

        return Versions(mail).Count > 0 ? sum : CountLists(mail);
    }

    private static int CountLists(JsonElement mail) => CountList(mail, "to") + CountList(mail, "cc") + CountList(mail, "bcc");

    private static int CountList(JsonElement mail, string name) =>
        mail.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;

    private static Gen<string> Brevo()
    {
        var list = Lists(Gen.Elements(Emails).Select(email => $$"""{"email":{{Quote(email)}},"name":"A"}"""));
        var versions = Objects(("to", list), ("cc", list), ("bcc", list), ("subject", Gen.Constant("\"s\"")), ("sender", Senders("email")));
        return Mails(
            ("sender", Senders("email")), ("Sender", Senders("email")), ("\\u0073ender", Senders("email")), ("to", list), ("to", list), ("cc", list), ("bcc", list), ("TO", list),
            ("messageVersions", Lists(versions)), ("headers", Headers()), ("params", Gen.Constant("""{"sender":{"email":"x"},"n":1.50}""")));
    }

    private static Gen<string> Zepto()
    {
        var list = Lists(Gen.Elements(Emails).Select(email => $$$"""{"email_address":{"address":{{{Quote(email)}}}},"merge_info":{"from":1}}"""));
        return Mails(
            ("from", Senders("address")), ("FROM", Senders("address")), ("to", list), ("to", list), ("cc", list), ("bcc", list),
            ("mime_headers", Headers()), ("subject", Gen.Constant("\"s\"")), ("htmlbody", Gen.Constant("\"<p>é</p>\"")));
    }

    private static Gen<string> Senders(string email) => Gen.OneOf(
        Objects((email, Gen.Elements(Emails).Select(Quote)), (email, Gen.Constant(Quote(MailBodies.Email))), ("name", Gen.Elements(Names).Select(Quote))),
        Gen.Elements("null", "\"contact@agence.test\"", "[]", """{"id":7}""", """{"Email":"autre@agence.test"}""", """{"\u0061ddress":"autre@agence.test"}"""));

    private static Gen<string> Headers() => Gen.Elements("null", "{}", """{"X-A":"1"}""", """{"from":"autre@agence.test"}""", """{"X-A":"1\nFrom: a"}""", "[]");

    private static Gen<string> Lists(Gen<string> item) => Gen.Frequency(
        (9, Gen.Choose(0, 3).SelectMany(length => Gen.ArrayOf(item, length)).Select(items => $"[{string.Join(',', items)}]")),
        (1, Gen.Elements("null", "{}", "\"a@b.test\"", "[7]")));

    private static Gen<string> Mails(params (string Name, Gen<string> Value)[] members) =>
        from mail in Objects(members)
        from cut in Gen.Frequency((15, Gen.Constant(0)), (1, Gen.Choose(1, 5)))
        select mail[..Math.Max(0, mail.Length - cut)];

    /// <summary>Some of the members, each with a chance of its own, in this order.</summary>
    private static Gen<string> Objects(params (string Name, Gen<string> Value)[] members) =>
        Gen.CollectToArray(members, member =>
            from value in member.Value
            from isThere in Gen.Frequency((1, Gen.Constant(true)), (3, Gen.Constant(false)))
            select isThere ? $"\"{member.Name}\":{value}" : null)
        .Select(parts => $"{{{string.Join(',', parts.OfType<string>())}}}");

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
