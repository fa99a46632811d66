using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Demo.Providers;

namespace Connexions.Tests.Features.Verifications.Http;

/// <summary>What the client makes of everything the fakes can do, over real connections.</summary>
public sealed class ProviderClientFakesTests
{
    // Provider, what happens, the verdict, and how many calls it takes: only what does nothing is repeated.
    public static TheoryData<string, FakeCase, VerificationVerdict, int> Cases => new()
    {
        { "brevo", FakeCase.Valid, VerificationVerdict.Valid, 1 },
        { "brevo", FakeCase.IpBlocked, VerificationVerdict.IpBlocked, 1 },
        { "brevo", FakeCase.NoCredit, VerificationVerdict.NoCredit, 1 },
        { "brevo", FakeCase.Restricted, VerificationVerdict.InsufficientScope, 1 },
        { "brevo", FakeCase.RateLimited, VerificationVerdict.RateLimited, 1 },
        { "brevo", FakeCase.ServerError, VerificationVerdict.ProviderUnavailable, 3 },
        { "brevo", FakeCase.Unavailable, VerificationVerdict.ProviderUnavailable, 3 },
        { "brevo", FakeCase.Dropped, VerificationVerdict.ProviderUnavailable, 3 },
        { "brevo", FakeCase.Truncated, VerificationVerdict.UnexpectedResponse, 1 },
        { "brevo", FakeCase.Html, VerificationVerdict.UnexpectedResponse, 1 },
        { "brevo", FakeCase.Redirect, VerificationVerdict.UnexpectedResponse, 1 },
        { "openai", FakeCase.Valid, VerificationVerdict.Valid, 1 },
        { "openai", FakeCase.IpBlocked, VerificationVerdict.IpBlocked, 1 },
        { "openai", FakeCase.Restricted, VerificationVerdict.InsufficientScope, 1 },
        { "openai", FakeCase.NoCredit, VerificationVerdict.NoCredit, 1 },
        { "openai", FakeCase.RateLimited, VerificationVerdict.RateLimited, 1 },
        { "openai", FakeCase.ServerError, VerificationVerdict.ProviderUnavailable, 3 },
        { "openai", FakeCase.Unavailable, VerificationVerdict.ProviderUnavailable, 3 },
        { "openai", FakeCase.Dropped, VerificationVerdict.ProviderUnavailable, 3 },
        { "openai", FakeCase.Truncated, VerificationVerdict.UnexpectedResponse, 1 },
        { "openai", FakeCase.Html, VerificationVerdict.UnexpectedResponse, 1 },
        { "openai", FakeCase.Redirect, VerificationVerdict.UnexpectedResponse, 1 },
        { "openai", FakeCase.Echo, VerificationVerdict.Rejected, 1 },
        { "zoho", FakeCase.Valid, VerificationVerdict.Valid, 1 },
        { "zoho", FakeCase.IpBlocked, VerificationVerdict.IpBlocked, 1 },
        { "zoho", FakeCase.NoCredit, VerificationVerdict.NoCredit, 1 },
        { "zoho", FakeCase.Restricted, VerificationVerdict.InsufficientScope, 1 },
        { "zoho", FakeCase.RateLimited, VerificationVerdict.RateLimited, 1 },
        { "zoho", FakeCase.ServerError, VerificationVerdict.ProviderUnavailable, 1 },
        { "zoho", FakeCase.Unavailable, VerificationVerdict.ProviderUnavailable, 1 },
        { "zoho", FakeCase.Dropped, VerificationVerdict.ProviderUnavailable, 1 },
        { "zoho", FakeCase.Truncated, VerificationVerdict.UnexpectedResponse, 1 },
        { "zoho", FakeCase.Html, VerificationVerdict.UnexpectedResponse, 1 },
        { "zoho", FakeCase.Redirect, VerificationVerdict.UnexpectedResponse, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Ask_EachCase_HasItsVerdictAndNumberOfCalls(string code, FakeCase fakeCase, VerificationVerdict verdict, int calls)
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        var key = fakeCase == FakeCase.Valid ? DemoKeys.Of(code, "Réseau Lumière") : DemoKeys.Of(code, fakeCase);
        Assert.Equal(verdict, (await client.AskAsync(code, key)).Verdict);
        Assert.Equal(calls, client.Fake(code).Calls);
    }

    [Theory]
    [InlineData("brevo")]
    [InlineData("zoho")]
    [InlineData("openai")]
    public async Task Ask_UnknownKey_IsRejected(string code)
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        Assert.Equal(VerificationVerdict.Rejected, (await client.AskAsync(code, Planted.For(ProviderCatalogue.Find(code)!))).Verdict);
        Assert.Equal(1, client.Fake(code).Calls);
    }

    [Fact]
    public async Task Ask_BrevoWithSenders_TellsWhoseAccountItIsAndWhoMaySend()
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        var first = await client.AskAsync("brevo", DemoKeys.Of("brevo", "Réseau Lumière"), withSenders: true);
        var second = await client.AskAsync("brevo", DemoKeys.Of("brevo", "Réseau Lumière", 2));
        var other = await client.AskAsync("brevo", DemoKeys.Of("brevo", "Réseau Azur"));

        Assert.Equal(new ProviderAccount(FakeBrevo.AccountId("Réseau Lumière"), "contact@lumiere.demo", "Réseau Lumière"), first.Account);
        Assert.Contains(first.Senders!, sender => sender is { Email: "contact@lumiere.demo", IsActive: true });
        Assert.Equal(first.Account, second.Account);
        Assert.Null(second.Senders);
        Assert.NotEqual(first.Account!.Id, other.Account!.Id);
        Assert.NotNull(first.RequestId);
    }

    [Fact]
    public async Task Ask_BrevoFromABlockedAddress_TellsTheAddress()
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        Assert.Equal("127.0.0.1", (await client.AskAsync("brevo", DemoKeys.Of("brevo", FakeCase.IpBlocked))).BlockedAddress);
    }

    [Fact]
    public async Task Ask_BrevoTooOften_HoldsBackTheNextCallAsLongAsAsked()
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        var key = DemoKeys.Of("brevo", FakeCase.RateLimited);
        Assert.Equal(TimeSpan.FromMinutes(20), (await client.AskAsync("brevo", key)).RetryAfter);

        var again = await client.AskAsync("brevo", key);
        Assert.Equal((VerificationVerdict.RateLimited, VerificationCause.OwnLimit), (again.Verdict, again.Cause));
        Assert.InRange(again.RetryAfter!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
        Assert.Equal(1, client.Fake("brevo").Calls);
    }

    [Theory]
    [InlineData("brevo")]
    [InlineData("zoho")]
    [InlineData("openai")]
    public async Task Ask_RedirectedElsewhere_SendsNothingThere(string code)
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        await using var elsewhere = new FakeBrevo();
        await elsewhere.StartAsync();
        client.Fake(code).RedirectsTo = new Uri(elsewhere.Address, "v3/account");

        await client.AskAsync(code, DemoKeys.Of(code, FakeCase.Redirect));
        Assert.Equal((1, 0), (client.Fake(code).Calls, elsewhere.Calls));
    }

    [Theory]
    [InlineData("brevo")]
    [InlineData("zoho")]
    [InlineData("openai")]
    public async Task Ask_ProviderThatNeverAnswers_GivesUpInTime(string code)
    {
        await using var client = await ClientUnderTest.WithFakesAsync(ClientUnderTest.Quick with { TotalTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(VerificationVerdict.ProviderUnavailable, (await client.AskAsync(code, DemoKeys.Of(code, FakeCase.Slow))).Verdict);
    }

    [Fact]
    public async Task Ask_CallerLeaves_StopsAtOnce()
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync("brevo", DemoKeys.Of("brevo", FakeCase.Slow), cancellationToken: leaving.Token));
    }

    [Theory]
    [InlineData("brevo", "api-key", "/v3/account")]
    [InlineData("zoho", "Authorization", "/v1.1/email")]
    [InlineData("openai", "Authorization", "/v1/models")]
    public async Task Ask_AnyProvider_SendsTheKeyInItsHeaderAndNothingThatTellsMore(string code, string header, string path)
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        using var activity = new System.Diagnostics.Activity("test").Start();
        await client.AskAsync(code, DemoKeys.Of(code, "Réseau Lumière"));

        var call = Assert.Single(client.Fake(code).LastCalls);
        string[] body = code == "zoho" ? ["Content-Length", "Content-Type"] : [];
        Assert.Equal(path, call.Path);
        Assert.Equal(new[] { "Accept", "Accept-Encoding", "Host", "User-Agent", header }.Concat(body).Order(StringComparer.Ordinal), call.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verify_Zoho_AsksNothingSinceThereIsNothingToAsk()
    {
        await using var client = await ClientUnderTest.WithFakesAsync();
        var zoho = ProviderCatalogue.Find("zoho")!;
        var verification = await client.Client.VerifyAsync(zoho, Planted.KeyFor(zoho), Guid.Empty, withSenders: true, default);
        Assert.Equal((VerificationVerdict.Unverifiable, 0), (verification.Verdict, client.Fake("zoho").Calls));
    }

    [Fact]
    public async Task Ask_EveryCaseOfEveryProvider_LeavesNoKeyInLogOrAnswer()
    {
        await using var client = await ClientUnderTest.WithFakesAsync(ClientUnderTest.Quick with { TotalTimeout = TimeSpan.FromSeconds(1), Retries = 1 });
        foreach (var key in DemoKeys.All.Where(key => key.Case is not FakeCase.Valid))
        {
            var verification = await client.AskAsync(key.Provider, key.Key, withSenders: true);
            var kept = $"{verification} {verification.Account} {string.Join(' ', verification.Senders ?? [])}";
            Assert.DoesNotContain(key.Key[8..24], kept, StringComparison.OrdinalIgnoreCase);
        }

        Assert.NotEmpty(client.Log.Lines);
        Assert.All(DemoKeys.All, key => Assert.DoesNotContain(client.Log.Lines, line => line.Contains(key.Key[8..24], StringComparison.OrdinalIgnoreCase)));
    }
}
