using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Results;
using Connexions.Tests.Support;
using Connexions.Web.Account;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Sessions;

public sealed class PasswordsTests : SessionTestBase
{
    private const string Email = "odile@exemple.test";

    [Fact]
    public async Task Failure_OfAnAccount_IsToldOfIt_AndTheFifthSuspendsIt()
    {
        var person = await Given.PersonAsync(Email, "Odile", Password);

        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Null(await TryAsync(Email, "faux mot de passe"));
        }

        Assert.Null(await TryAsync(Email, Password));
        var journal = await JournalAsync();
        Assert.Equal([.. Enumerable.Repeat(AuditAction.SignInFailed, 5), AuditAction.AccountLockedOut, AuditAction.SignInFailed], journal.Select(entry => entry.Action));
        Assert.All(journal, entry => Assert.Equal((person.Id, AuditOutcome.Refused, null, Laptop.Address), (entry.ActorId!.Value, entry.Outcome, entry.Detail!.Subject, entry.Detail.Address)));
    }

    /// <summary>People type their password where their address belongs.</summary>
    [Fact]
    public async Task Failure_WithAnAddressWithoutAnAccount_KeepsOnlyAKeyedHashOfIt()
    {
        const string typed = "Mon-Mot-De-Passe-Secret-42";
        await using var elsewhere = await TestDatabase.CreateAsync();

        Assert.Null(await TryAsync(typed, "x"));
        Assert.Null(await TryAsync(typed.ToUpperInvariant(), "y"));
        Assert.Null(await TryAsync("autre@exemple.test", "z"));

        var subjects = (await JournalAsync()).Select(entry => (entry.Action, entry.ActorId, entry.Detail!.Subject)).ToList();
        Assert.All(subjects, subject => Assert.Equal((AuditAction.SignInFailed, (Guid?)null, 16), (subject.Action, subject.ActorId, subject.Subject!.Length)));
        Assert.Equal((subjects[0].Subject, 2), (subjects[1].Subject, subjects.Select(subject => subject.Subject).Distinct().Count()));
        // Under the pepper of another database it is called otherwise.
        Assert.NotEqual(subjects[0].Subject, await new FailedTries(elsewhere.Peppers, elsewhere.Clock).NoteAsync(typed, default));
        await AssertNowhereAsync(typed);
    }

    [Fact]
    public async Task Failures_OfSomebodyWhoGuessesOn_DoNotFillTheJournal()
    {
        for (var tries = 0; tries < FailedTries.PerAccount + 5; tries++)
        {
            await TryAsync("inconnue@exemple.test", "x");
        }

        Assert.Equal(FailedTries.PerAccount, (await JournalAsync()).Count);
        var tell = Database.Get<FailedTries>();
        var told = 0;
        for (var tries = 0; tries < FailedTries.InAll; tries++)
        {
            told += await tell.NoteAsync(tries.ToString(CultureInfo.InvariantCulture), default) is null ? 0 : 1;
        }

        Assert.Equal(FailedTries.InAll - FailedTries.PerAccount, told);
        Database.Clock.Advance(FailedTries.Window);
        await TryAsync("inconnue@exemple.test", "x");
        Assert.Equal(FailedTries.PerAccount + 1, (await JournalAsync()).Count);
    }

    /// <summary>Many ask at once, and each finds the account open: no more than five are told whether they are right.</summary>
    [Fact]
    public async Task Failures_AllAtOnce_AreEachCounted_AndTheRightPasswordComesTooLate()
    {
        await Given.PersonAsync(Email, "Odile", Password);
        var everybody = new Barrier(6);

        var wrong = Enumerable.Range(0, 6).Select(number => Task.Run(async () =>
        {
            everybody.SignalAndWait();
            return await TryAsync(Email, $"faux {number}");
        }));
        await Task.WhenAll(wrong);

        Assert.Null(await TryAsync(Email, Password));
        Assert.Single(await JournalAsync(), entry => entry.Action == AuditAction.AccountLockedOut);
    }

    [Fact]
    public async Task Replace_EndsEverySession_TheOneThatAsksIncluded()
    {
        var person = await Given.PersonAsync(Email, "Odile", Password);
        var tokens = new[] { await SignInAsync(person.Id), await SignInAsync(person.Id) };
        var other = await SignInAsync((await Given.PersonAsync()).Id);

        Assert.True((await ReplaceAsync(person, Password, "une autre phrase")).Succeeded);

        Assert.All(new[] { await FindAsync(tokens[0]), await FindAsync(tokens[1]) }, Assert.Null);
        Assert.NotNull(await FindAsync(other));
        Assert.Equal(person.Id, Assert.Single(await JournalAsync(), entry => entry.Action == AuditAction.PasswordChanged).ActorId);
        Assert.Null(await TryAsync(Email, Password));
        Assert.NotNull(await TryAsync(Email, "une autre phrase"));
    }

    [Fact]
    public async Task Replace_WithAWrongPassword_EndsNothing_AndCountsTowardsTheLockOut()
    {
        var person = await Given.PersonAsync(Email, "Odile", Password);
        var token = await SignInAsync(person.Id);

        for (var tries = 0; tries < 4; tries++)
        {
            Assert.Equal([PasswordErrors.Wrong.On("Current")], (await ReplaceAsync(person, "faux mot de passe", "une autre phrase")).Errors);
        }

        Assert.Equal([PasswordErrors.LockedOut], (await ReplaceAsync(person, "faux mot de passe", "une autre phrase")).Errors);
        Assert.Equal([PasswordErrors.LockedOut], (await ReplaceAsync(person, Password, "une autre phrase")).Errors);
        Assert.NotNull(await FindAsync(token));
    }

    [Fact]
    public async Task Replace_WithFieldsThatAreNotFilledIn_SaysSoBesideEach()
    {
        var replaced = await Database.Get<ReplacePassword>().HandleAsync(new ReplacePasswordRequest(Guid.NewGuid(), "", "une autre phrase", "une autre"), default);

        Assert.Equal([("Current", "Text.Required"), ("Again", PasswordErrors.NotTheSame.Code)], replaced.Errors.Select(error => (error.Field, error.Code)));
    }

    [Theory]
    [InlineData("password1234", false)]
    [InlineData("Password1234!", false)]
    [InlineData("motdepasse123", false)]
    [InlineData("azertyuiop12", false)]
    [InlineData("123456789012", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("xkxkxkxkxkxkxkxk", false)]
    [InlineData("ab1!ab1!ab1!ab1!ab1!", false)]
    [InlineData("bonjourbonjour", false)]
    [InlineData("odile@exemple.test", false)]
    [InlineData("Odile Marchand 12", false)]
    [InlineData("connexions2026", false)]
    [InlineData("girafe sous la pluie de mars", true)]
    [InlineData("mon chien s'appelle Rex", true)]
    [InlineData("vK8#tq2Lmz0P", true)]
    public async Task Password_ThatSomebodyWouldTryFirst_IsRefused(string password, bool isTaken)
    {
        await using var scope = Database.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();

        var created = await people.CreateAsync(Person.Create(Email, "Odile Marchand", Database.Clock.UtcNow), password);

        Assert.Equal(isTaken, created.Succeeded);
        Assert.Equal(isTaken ? [] : [PasswordErrors.TooEasy.On("Password")], created.Errors.Select(error => PasswordErrors.From(error, "Password")));
    }

    [Fact]
    public async Task Password_ThatIsTooShort_IsToldThatAlone()
    {
        await using var scope = Database.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();

        var created = await people.CreateAsync(Person.Create(Email, "Odile", Database.Clock.UtcNow), "aaaa");

        Assert.Equal(PasswordErrors.TooShort.Code, PasswordErrors.From(Assert.Single(created.Errors), "Password")!.Code);
    }

    private Task<Person?> TryAsync(string email, string password) => Database.Get<CheckPassword>().HandleAsync(email, password, Laptop, default);

    private Task<Result<Done>> ReplaceAsync(Person person, string current, string next) =>
        Database.Get<ReplacePassword>().HandleAsync(new ReplacePasswordRequest(person.Id, current, next, next) { Origin = Laptop }, default);
}
