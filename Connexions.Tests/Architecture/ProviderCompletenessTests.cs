using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Connexions.Tests.Architecture;

/// <summary>What a new provider's folder must bring. Its tables in both migrations are asked for by ModelTests.</summary>
public sealed class ProviderCompletenessTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>Parts of paths that show or change what an account is, or what all who share it have stored.</summary>
    private static readonly string[] OfTheAccount =
    [
        "account", "senders", "users", "user", "me", "organization", "organizations", "billing", "usage", "api_keys", "admin_api_keys", "admin",
        "keys", "apikey", "webhooks", "domains", "files", "uploads", "export", "import", "processes", "corporate", "fine_tuning", "assistants",
        "threads", "batches", "vector_stores", "containers", "conversations", "sendTest", "status", "doubleOptinConfirmation",
    ];

    public static TheoryData<string> Providers => [.. ProviderCatalogue.All.Select(provider => provider.Code)];

    [Fact]
    public void Catalogue_HasEveryProviderThereIs()
    {
        Assert.Equal(Leaves(typeof(Provider)), ProviderCatalogue.All.Select(provider => provider.GetType().FullName).Order(StringComparer.Ordinal));
        Assert.Equal(Leaves(typeof(Connexion)), ProviderCatalogue.All.Select(provider => provider.ConnexionType.FullName).Order(StringComparer.Ordinal));

        static IEnumerable<string?> Leaves(Type root) => typeof(Provider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(root)).Select(type => type.FullName).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Catalogue_NamesNothingTwice()
    {
        AssertDistinct(ProviderCatalogue.All.Select(provider => provider.Code));
        AssertDistinct(ProviderCatalogue.All.Select(provider => provider.Name));
        AssertDistinct(ProviderCatalogue.All.Select(provider => provider.Table));
        AssertDistinct(ProviderCatalogue.All.SelectMany(provider => provider.Fields).Select(field => field.Column));

        static void AssertDistinct(IEnumerable<string> names) => Assert.Distinct(names, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_HasItsTableAndFields(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        var entity = db.Model.FindEntityType(provider.ConnexionType)!;

        Assert.Equal($"{code}_connexion", provider.Table);
        Assert.Equal(provider.Table, entity.GetTableName());
        Assert.Contains(provider.Fields, field => field.Kind == FieldKind.ApiKey && field.Column == $"{code}_api_key");
        Assert.Contains(provider.Fields, field => field.Kind == FieldKind.AccountEmail && field.Column == $"{code}_email_compte");
        Assert.All(provider.Fields, field =>
        {
            var property = entity.FindProperty(field.Kind.ToString())!;
            Assert.Equal(field.Column, property.GetColumnName(StoreObjectIdentifier.Table(provider.Table)));
            Assert.True(property.IsNullable);
        });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_MadeConnexion_KeepsEachOfItsFieldsAndNoOther(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var connexion = provider.NewConnexion(Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid()), DateTime.UnixEpoch);
        var values = Enum.GetValues<FieldKind>().ToDictionary(kind => kind, kind => (string?)$"valeur {(int)kind}");

        connexion.Fill(values);

        Assert.IsType(provider.ConnexionType, connexion);
        Assert.Same(provider, ProviderCatalogue.Of(connexion));
        Assert.All(Enum.GetValues<FieldKind>().Where(kind => kind != FieldKind.ApiKey), kind =>
            Assert.Equal(provider.Fields.Any(field => field.Kind == kind) ? values[kind] : null, connexion.Get(kind)));
        Assert.Null(connexion.ApiKey);
    }

    [Fact]
    public void Sender_InTwoSpellings_IsOneAddressAndNoChange()
    {
        var connexion = ProviderCatalogue.Find("brevo")!.NewConnexion(Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid()), DateTime.UnixEpoch);
        connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = "Contact@Agence.test" });

        var changed = connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = "contact@agence.test" });

        Assert.Equal("contact@agence.test", connexion.Get(FieldKind.SenderEmail));
        Assert.Empty(changed);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_SaysWhatItIsForAndHowToGetAKeyInBothLanguages(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;

        Assert.NotEqual(provider.Purpose(English), provider.Purpose(French));
        Assert.True(provider.KeyHelp(French).Count() >= 2);
        Assert.Equal(provider.KeyHelp(English).Count(), provider.KeyHelp(French).Count());
        Assert.All(provider.KeyHelp(English).Zip(provider.KeyHelp(French)), step => Assert.NotEqual(step.First, step.Second));
        Assert.Equal(Uri.UriSchemeHttps, provider.KeyPage.Scheme);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_ListsOperationsOfOnePurposeEach_UnderCodesThatAreUnique(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var operations = provider.Gateway.Operations;
        var root = provider.Verifier.BaseAddress.AbsolutePath.TrimStart('/');

        Assert.NotEmpty(operations);
        Assert.Distinct(operations.Select(operation => operation.Code), StringComparer.Ordinal);
        Assert.Distinct(operations.Select(operation => $"{operation.Method} {operation.Path}"), StringComparer.OrdinalIgnoreCase);
        Assert.All(operations, operation =>
        {
            Assert.Matches("^[a-z]+(_[a-z]+)*[.][a-z]+(_[a-z]+)*$", operation.Code);
            Assert.True(operation.Code.Length <= GatewayOperation.CodeMaxLength);
            Assert.Matches("^(GET|POST|PUT|PATCH|DELETE)$", operation.Method);
            Assert.StartsWith(root, operation.Path, StringComparison.Ordinal);
            Assert.Matches("^([A-Za-z0-9._]+|{[A-Za-z]+})(/([A-Za-z0-9._]+|{[A-Za-z]+}))*$", operation.Path);
            Assert.True(BitOperations.IsPow2((int)operation.Purpose));
            Assert.True(Purposes.All.Grants(operation.Purpose));
        });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_SaysEachOperationInBothLanguages_AndGivesOneToBeginWith(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;

        Assert.All(provider.Gateway.Operations, one => Assert.NotEqual(provider.Says(one, English), provider.Says(one, French)));
        Assert.NotEmpty(provider.Gateway.Examples);
        Assert.Equal(provider.Gateway.Examples.Count, provider.Gateway.Examples.Select(provider.Gateway.PurposeOf).Distinct().Count());
        Assert.All(provider.Gateway.Examples, example =>
        {
            var operation = provider.Gateway.Operations.Single(known => known.Code == example.Operation);
            Assert.Equal("POST", operation.Method);
            // An agency on its network's key may make it too.
            Assert.False(operation.OwnerOnly);
            Assert.DoesNotContain('{', operation.Path);
            Assert.DoesNotContain('\'', example.Body);
            using var body = JsonDocument.Parse(example.Body);
            Assert.Equal(JsonValueKind.Object, body.RootElement.ValueKind);
        });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_ListsNothingOfTheAccountItself(string code) =>
        Assert.All(ProviderCatalogue.Find(code)!.Gateway.Operations, operation =>
            Assert.Empty(operation.Path.Split('/').Intersect(OfTheAccount, StringComparer.OrdinalIgnoreCase)));

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_PassesNoHeaderThatHoldsAKeyOrNamesTheAccount(string code)
    {
        var gateway = ProviderCatalogue.Find(code)!.Gateway;

        Assert.NotEmpty(gateway.CredentialHeader);
        Assert.True(gateway.CredentialPrefix.Length == 0 || gateway.CredentialPrefix[^1] == ' ');
        Assert.Empty(gateway.RequestHeaders.Concat(gateway.ResponseHeaders).Intersect(
            [gateway.CredentialHeader, "Authorization", "Cookie", "Set-Cookie", "openai-organization", "openai-project", "Host"], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whatever sends as somebody is looked at before it goes, or is the account's owner's alone.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_WhateverSendsMail_ReadsItsSender(string code) =>
        Assert.All(ProviderCatalogue.Find(code)!.Gateway.Operations, operation => Assert.Equal(
            operation.Method != "GET" && !operation.OwnerOnly && (Purposes.Emails | Purposes.Newsletters).Grants(operation.Purpose), operation.Mail is not null));
}
