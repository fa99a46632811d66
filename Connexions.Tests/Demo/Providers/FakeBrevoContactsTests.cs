using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Demo.Providers;

/// <summary>Contacts of Brevo's stand-in: kept per account.</summary>
public sealed class FakeBrevoContactsTests(FakesUnderTest fakes) : IClassFixture<FakesUnderTest>
{
    [Fact]
    public async Task Contact_FromCreationToDeletion_IsFoundByEmailAndNumber()
    {
        var (status, created) = await fakes.AskAsync("brevo", "POST", "v3/contacts", """{"email":"Ana@exemple.demo","attributes":{"PRENOM":"Ana"},"listIds":[2]}""");
        var id = created.GetProperty("id").GetInt32();
        Assert.Equal(201, status);
        Assert.Equal("Ana", (await fakes.AskAsync("brevo", "GET", "v3/contacts/ana%40exemple.demo")).Body.GetProperty("attributes").GetProperty("PRENOM").GetString());
        Assert.Equal(204, (await fakes.AskAsync("brevo", "PUT", $"v3/contacts/{id}", """{"attributes":{"PRENOM":"Anne"}}""")).Status);
        Assert.Equal("Anne", (await fakes.AskAsync("brevo", "GET", $"v3/contacts/{id}")).Body.GetProperty("attributes").GetProperty("PRENOM").GetString());
        Assert.Equal(404, (await fakes.AskAsync("brevo", "GET", $"v3/contacts/{id}", key: DemoKeys.Of("brevo", "Azur Nice"))).Status);
        Assert.Equal(1, (await fakes.AskAsync("brevo", "GET", "v3/contacts")).Body.GetProperty("count").GetInt32());
        Assert.Equal(204, (await fakes.AskAsync("brevo", "DELETE", $"v3/contacts/{id}")).Status);
        Assert.Equal("document_not_found", (await fakes.AskAsync("brevo", "GET", $"v3/contacts/{id}")).Body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Create_Twice_IsRefusedUnlessUpdatingIsAsked()
    {
        await fakes.AskAsync("brevo", "POST", "v3/contacts", """{"email":"deux@exemple.demo"}""", DemoKeys.Of("brevo", "Azur Cannes"));
        var (status, again) = await fakes.AskAsync("brevo", "POST", "v3/contacts", """{"email":"deux@exemple.demo"}""", DemoKeys.Of("brevo", "Azur Cannes"));
        Assert.Equal((400, "duplicate_parameter"), (status, again.GetProperty("code").GetString()));
        Assert.Equal(204, (await fakes.AskAsync("brevo", "POST", "v3/contacts", """{"email":"deux@exemple.demo","updateEnabled":true}""", DemoKeys.Of("brevo", "Azur Cannes"))).Status);
    }

    [Fact]
    public async Task Lists_AreNoContact() =>
        Assert.Equal(1, (await fakes.AskAsync("brevo", "GET", "v3/contacts/lists")).Body.GetProperty("lists").GetArrayLength());
}
