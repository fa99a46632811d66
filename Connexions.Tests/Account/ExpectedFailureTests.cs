using System.Net;
using System.Text.RegularExpressions;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Tests.Architecture;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Account;

/// <summary>An application that waits one second for a database that another holds, where it usually waits fifteen.</summary>
public sealed class ImpatientApp : IAsyncLifetime
{
    public AppUnderTest App { get; } = new AppUnderTest().OnSqlite();

    public Task InitializeAsync() => App.With("ConnectionStrings:Connexions", $"Data Source={App.DatabaseFile};Default Timeout=1").InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)App).DisposeAsync();
}

/// <summary>What can be expected to fail says so in a sentence: forms, files and pages without a circuit.</summary>
public sealed class ExpectedFailureTests(ImpatientApp impatient) : IClassFixture<ImpatientApp>
{
    private const string Lyon = "lyon@lumiere.demo";
    private const string Nantes = "nantes@lumiere.demo";
    private const string NewPassword = "girafe sous la pluie de mars";

    private readonly AppUnderTest app = impatient.App;

    /// <summary>Every form of a static page, and what is sent with it.</summary>
    private async Task<Dictionary<string, (string Path, string? SignedIn, (string, string)[] Fields)>> FormsAsync()
    {
        var (forNewcomer, forMember) = (await InviteAsync("nouvelle@exemple.test"), await InviteAsync(Nantes));
        return new(StringComparer.Ordinal)
        {
            ["sign-in"] = ("/compte/connexion", null, [("Input.Email", Lyon), ("Input.Password", "un mot de passe erroné")]),
            ["demo"] = ("/compte/connexion", null, [("DemoEmail", "directeur@azur.demo")]),
            ["sign-out"] = ("/compte/deconnexion", Nantes, []),
            ["end-session"] = ("/compte/securite", Nantes, [("Ended", Guid.NewGuid().ToString())]),
            ["end-others"] = ("/compte/securite", Nantes, []),
            ["change-password"] = ("/compte/mot-de-passe", Lyon, [("Input.Current", AppUnderTest.DemoPassword), ("Input.New", NewPassword), ("Input.Again", NewPassword)]),
            ["new-password"] = (await PasswordLinkAsync(Nantes), null, [("Input.Password", NewPassword), ("Input.PasswordAgain", NewPassword)]),
            ["new-account"] = (forNewcomer, null, [("Newcomer.Name", "Nouvelle"), ("Newcomer.Password", NewPassword), ("Newcomer.PasswordAgain", NewPassword)]),
            ["existing-account"] = (forMember, null, [("Member.Email", Nantes), ("Member.Password", AppUnderTest.DemoPassword)]),
        };
    }

    [Fact]
    public async Task Form_WhileAnotherHoldsTheDatabase_SaysSo()
    {
        var forms = await FormsAsync();
        var named = Repository.ProductFiles("*.razor").SelectMany(file => Regex.Matches(Repository.Read(file), "@formname=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
            .Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(named.SetEquals(forms.Keys), $"Add the form to ExpectedFailureTests.FormsAsync, or take it out: {string.Join(", ", named.Except(forms.Keys).Concat(forms.Keys.Except(named)))}");

        var callers = new List<(string Form, Caller Caller, Answer Page)>();
        foreach (var (form, (path, signedIn, _)) in forms)
        {
            var caller = new Caller(app);
            if (signedIn is not null)
            {
                await caller.SignInAsync(signedIn);
            }

            callers.Add((form, caller, await caller.GetAsync(path)));
        }

        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        await using (await HoldAsync())
        {
            var sent = callers.Select(async one => (one.Form, Answer: await one.Caller.PostAsync(one.Page, forms[one.Form].Path, one.Form, forms[one.Form].Fields)));
            foreach (var (form, answer) in await Task.WhenAll(sent))
            {
                answers.Add(form, answer);
            }
        }

        callers.ForEach(one => one.Caller.Dispose());
        Assert.All(answers, answer =>
        {
            Assert.Equal((answer.Key, HttpStatusCode.ServiceUnavailable), (answer.Key, answer.Value.Status));
            Assert.Contains("Beaucoup de personnes enregistrent en ce moment", answer.Value.Words, StringComparison.Ordinal);
            // The form is still there, to be sent again.
            Assert.Contains($"value=\"{answer.Key}\"", answer.Value.Text, StringComparison.Ordinal);
        });
        // Nothing came of them.
        using var after = new Caller(app);
        await after.SignInAsync(Lyon);
        await after.SignInAsync(Nantes);
    }

    [Theory]
    [InlineData("/utilisation/chiffres.csv?periode=hier")]
    [InlineData("/utilisation/chiffres.csv?periode=7")]
    [InlineData("/utilisation/chiffres.csv?periode=Day,Week")]
    public async Task File_OfAPeriodThatThereIsNot_SaysSo(string address)
    {
        using var caller = new Caller(app);
        await caller.SignInAsync(Lyon);

        var answer = await caller.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("Cette période n’existe pas", answer.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/utilisation/chiffres.csv")]
    [InlineData("/utilisation/chiffres.csv?periode=")]
    [InlineData("/utilisation/chiffres.csv?periode=month&fournisseur=brevo")]
    public async Task File_OfAPeriodAsThePageTakesIt_IsThere(string address)
    {
        using var caller = new Caller(app);
        await caller.SignInAsync(Lyon);

        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync(address)).Status);
    }

    public static TheoryData<string, string> BrokenForms => new()
    {
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunfinished" },
        { "multipart/form-data", "no boundary" },
        { "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 3000).Select(number => $"k{number}=v")) },
        { "application/x-www-form-urlencoded", new string('k', 5000) + "=v" },
        { "application/x-www-form-urlencoded; charset=utf-7", "a=b" },
        { "application/x-www-form-urlencoded; charset=klingon", "a=b" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nb\r\n--x--\r\n" },
        { "application/json", "{}" },
        { "application/json; charset=utf-7", "{}" },
        { "text/plain", "" },
    };

    [Theory]
    [MemberData(nameof(BrokenForms))]
    public async Task Form_ThatIsBroken_IsNoFailureOfOurs(string type, string body)
    {
        using var caller = new Caller(app);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/compte/connexion") { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await caller.SendAsync(request);

        Assert.InRange((int)answer.Status, 400, 499);
    }

    private async Task<IAsyncDisposable> HoldAsync()
    {
        var connection = new SqliteConnection($"Data Source={app.DatabaseFile}");
        await connection.OpenAsync();
        connection.BeginTransaction();
        return connection;
    }

    private async Task<string> PasswordLinkAsync(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var person = (await people.FindByEmailAsync(email))!;
        return "/" + OneTimeLink.PasswordPath + $"/{person.Id}/{SetPassword.Encode(await people.GeneratePasswordResetTokenAsync(person))}";
    }

    private async Task<string> InviteAsync(string email)
    {
        var contexts = app.Services.GetRequiredService<ContextFactory>();
        await using var db = contexts.Create(new ActingScope.Administration(Guid.Empty));
        var client = await db.Across<Connexions.Domain.Organisations.AgenceIndependante>().FirstAsync();
        var (invitation, token) = Invitation.Create(Role.Responsable, client.OrganisationId, client.Reference, email, DateTime.UtcNow);
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.Add(invitation);
        db.Record(AuditEntry.Create(
            new AuditFacts(client.OrganisationId, AuditAction.InvitationCreated) { Client = client.Reference }, personId: null, role: null, Guid.CreateVersion7(), Origin.Unknown, DateTime.UtcNow));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return $"/{OneTimeLink.InvitationPath}/{token}";
    }
}
