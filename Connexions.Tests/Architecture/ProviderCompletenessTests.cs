using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
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
        AssertAll(typeof(Provider), ProviderCatalogue.All.Select(provider => provider.GetType()));
        AssertAll(typeof(Connexion), ProviderCatalogue.All.Select(provider => provider.ConnexionType));

        static void AssertAll(Type root, IEnumerable<Type> listed) => Rule.Are(
            typeof(Provider).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(root)).Select(type => type.FullName!), listed.Select(type => type.FullName!),
            lacking: "Give each of these its line in ProviderCatalogue", surplus: $"These are no {root.Name} of a provider: put right what its descriptor names");
    }

    [Fact]
    public void Catalogue_NamesNothingTwice()
    {
        AssertDistinct(ProviderCatalogue.All.Select(provider => provider.Code));
        AssertDistinct(ProviderCatalogue.All.Select(provider => provider.Name));
        AssertDistinct(ProviderCatalogue.All.Select(provider => provider.Table));
        AssertDistinct(ProviderCatalogue.All.SelectMany(provider => provider.Fields).Select(field => field.Column));

        static void AssertDistinct(IEnumerable<string> names) => Rule.NothingTwice("Two providers have the same code, name, table or column: give the newer one its own", names, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_HasItsTableAndFields(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        var entity = db.Model.FindEntityType(provider.ConnexionType)!;

        Assert.True(provider.Table == $"{code}_connexion", $"The specification calls the table {code}_connexion: give the descriptor that name instead of {provider.Table}.");
        Assert.True(entity.GetTableName() == provider.Table, $"{provider.Table} is mapped to {entity.GetTableName()}: leave the table to the configuration that is made from the catalogue.");
        Rule.NobodyBreaks($"Give {provider.GetType().Name} these columns, which the specification names", new[] { (FieldKind.ApiKey, $"{code}_api_key"), (FieldKind.AccountEmail, $"{code}_email_compte") }
            .Where(column => !provider.Fields.Any(field => (field.Kind, field.Column) == column)).Select(column => $"{column}"));
        Rule.NobodyBreaks($"Map these fields of {provider.GetType().Name} to their columns, which may be null: nothing of a connexion is obligatory", provider.Fields
            .Where(field => entity.FindProperty(field.Kind.ToString()) is not { IsNullable: true } property || property.GetColumnName(StoreObjectIdentifier.Table(provider.Table)) != field.Column)
            .Select(field => $"{field.Kind}: {field.Column}"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Provider_MadeConnexion_KeepsEachOfItsFieldsAndNoOther(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var connexion = provider.NewConnexion(Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid()), DateTime.UnixEpoch);
        var values = Enum.GetValues<FieldKind>().ToDictionary(kind => kind, kind => (string?)$"valeur {(int)kind}");

        connexion.Fill(values);

        Assert.True(connexion.GetType() == provider.ConnexionType, $"NewConnexion of {provider.GetType().Name} makes a {connexion.GetType().Name}: have it make the {provider.ConnexionType.Name} that the descriptor names.");
        Assert.True(ProviderCatalogue.Of(connexion) == provider, $"ProviderCatalogue finds another provider for a {connexion.GetType().Name}: each has a type of its own.");
        Rule.NobodyBreaks($"{connexion.GetType().Name} has to keep the fields that its descriptor lists, and no others: change Get and Fill, or the list", Enum.GetValues<FieldKind>()
            .Where(kind => kind != FieldKind.ApiKey && connexion.Get(kind) != (provider.Fields.Any(field => field.Kind == kind) ? values[kind] : null)).Select(kind => $"{kind}"));
        Assert.True(connexion.ApiKey is null, $"{connexion.GetType().Name} takes its key from a form's fields: a key is only ever set protected, by the vault.");
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

        var (english, french) = (provider.KeyHelp(English).ToList(), provider.KeyHelp(French).ToList());

        Rule.NobodyBreaks($"Say these of {provider.Name} in French as well as in English, in its resources",
            english.Zip(french).Append((provider.Purpose(English), provider.Purpose(French))).Where(text => text.Item1 == text.Item2).Select(text => text.Item1));
        Assert.True(french.Count >= 2 && english.Count == french.Count, $"Tell in two steps at least how to come by a key of {provider.Name}, as many in each language: KeyHelp.1, KeyHelp.2… in its resources.");
        Assert.True(provider.KeyPage.Scheme == Uri.UriSchemeHttps, $"Send people to {provider.Name} over https: {provider.KeyPage} is not.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_ListsOperationsOfOnePurposeEach_UnderCodesThatAreUnique(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;
        var operations = provider.Gateway.Operations;
        var root = provider.Verifier.BaseAddress.AbsolutePath.TrimStart('/');

        var list = $"{provider.GetType().Name}'s list of operations";
        Assert.True(operations.Count > 0, $"{list} is empty: tools can call nothing. List what they may.");
        Rule.NothingTwice($"{list} has these codes twice: give each operation its own", operations.Select(operation => operation.Code), StringComparer.Ordinal);
        Rule.NothingTwice($"{list} has these twice: take one out", operations.Select(operation => $"{operation.Method} {operation.Path}"), StringComparer.OrdinalIgnoreCase);
        Rule.NobodyBreaks($"{list}: write codes as thing.verb, in small letters and no longer than {GatewayOperation.CodeMaxLength}", operations.Select(operation => operation.Code)
            .Where(code => !Regex.IsMatch(code, "^[a-z]+(_[a-z]+)*[.][a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) || code.Length > GatewayOperation.CodeMaxLength));
        Rule.NobodyBreaks($"{list}: the gateway passes on GET, POST, PUT, PATCH and DELETE alone", operations.Where(operation => operation.Method is not ("GET" or "POST" or "PUT" or "PATCH" or "DELETE")).Select(operation => operation.Code));
        Rule.NobodyBreaks($"{list}: write paths from the root that the verifier names, \"{root}\", in plain segments and {{placeholders}}", operations.Select(operation => operation.Path)
            .Where(path => !path.StartsWith(root, StringComparison.Ordinal) || !Regex.IsMatch(path, "^([A-Za-z0-9._]+|{[A-Za-z]+})(/([A-Za-z0-9._]+|{[A-Za-z]+}))*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))));
        Rule.NobodyBreaks($"{list}: give each operation one purpose of those that a network can share", operations
            .Where(operation => !BitOperations.IsPow2((int)operation.Purpose) || !Purposes.All.Grants(operation.Purpose)).Select(operation => operation.Code));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_SaysEachOperationInBothLanguages_AndGivesOneToBeginWith(string code)
    {
        var provider = ProviderCatalogue.Find(code)!;

        Rule.NobodyBreaks($"Say these operations of {provider.Name} in French as well as in English: Operation.{{code}} in its resources",
            provider.Gateway.Operations.Where(one => provider.Says(one, English) == provider.Says(one, French)).Select(one => one.Code));
        Assert.True(provider.Gateway.Examples.Count > 0, $"Give {provider.Name} an example to begin with: the page that helps to connect has none to show.");
        Rule.NothingTwice($"{provider.Name} has two examples of one purpose: keep the better one", provider.Gateway.Examples.Select(example => $"{provider.Gateway.PurposeOf(example)}"), StringComparer.Ordinal);
        Rule.NobodyBreaks($"An example of {provider.Name} is a POST to a path without placeholders, which an agency on its network's key may make too, with a JSON object that stands between apostrophes", provider.Gateway.Examples
            .Where(example => provider.Gateway.Operations.Single(known => known.Code == example.Operation) is not { Method: "POST", OwnerOnly: false } operation
                || operation.Path.Contains('{', StringComparison.Ordinal) || example.Body.Contains('\'', StringComparison.Ordinal) || !IsObject(example.Body))
            .Select(example => example.Operation));

        static bool IsObject(string body)
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_ListsNothingOfTheAccountItself(string code) =>
        Rule.NobodyBreaks("These show or change the account itself, or what all who share it have stored: tools may not, take them off the list", ProviderCatalogue.Find(code)!.Gateway.Operations
            .Where(operation => operation.Path.Split('/').Intersect(OfTheAccount, StringComparer.OrdinalIgnoreCase).Any()).Select(operation => operation.Path));

    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_PassesNoHeaderThatHoldsAKeyOrNamesTheAccount(string code)
    {
        var gateway = ProviderCatalogue.Find(code)!.Gateway;

        Assert.True(gateway.CredentialHeader.Length > 0, $"Name the header in which {code} takes its key.");
        Assert.True(gateway.CredentialPrefix.Length == 0 || gateway.CredentialPrefix[^1] == ' ', $"End the prefix of {code}'s key with a space: it would run into the key.");
        Rule.NobodyBreaks("These headers hold a key or name the account: take them off the lists of what is passed on", gateway.RequestHeaders.Concat(gateway.ResponseHeaders).Intersect(
            [gateway.CredentialHeader, "Authorization", "Cookie", "Set-Cookie", "openai-organization", "openai-project", "Host"], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whatever sends as somebody is looked at before it goes, or is the account's owner's alone.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public void Gateway_WhateverSendsMail_ReadsItsSender(string code) =>
        Rule.NobodyBreaks("Say of these operations, and of no others, how the sender in their body is read (Mail), or that they are the account's owner's alone", ProviderCatalogue.Find(code)!.Gateway.Operations
            .Where(operation => (operation.Mail is not null) != (operation.Method != "GET" && !operation.OwnerOnly && (Purposes.Emails | Purposes.Newsletters).Grants(operation.Purpose)))
            .Select(operation => operation.Code));
}
