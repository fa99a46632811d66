using System.Globalization;
using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Shared.Times;

namespace Connexions.Tests.Features.Tokens;

public sealed class CreateTokenTests : TokensTestBase
{
    [Fact]
    public async Task Create_AsTyped_StoresTheTermsAndTheHashOfTheText()
    {
        var created = (await CreateAsync(Draft() with { Name = "  Site internet ", Ranges = "203.0.113.9/24\r\n\r\n 2001:db8::1 \n203.0.113.0/24", CallsPerMinute = " 90 " })).Require();

        var token = Assert.Single(await StoredAsync());
        Assert.Equal((created.TokenId, "Site internet", "Site internet"), (token.TokenId, token.Nom, created.Nom));
        Assert.Equal(ServiceToken.Hash(created.Text.Reveal()), token.TokenHash);
        Assert.Equal(("brevo,zoho", Purposes.Emails | Purposes.Contacts, "203.0.113.0/24\n2001:db8::1", 90), (token.Providers, token.Purposes, token.AllowedRanges, token.CallsPerMinute));
        Assert.Equal((Agency.OrganisationId, Agency.Reference, Manager.PersonId, Now, Now.AddYears(1)), (token.OrganisationId, token.Client, token.CreatedBy, token.CreatedAt, token.ExpiresAt));
        Assert.DoesNotContain(created.Text.Reveal(), created.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_IsInTheJournal_WithTheNameAndTheProvidersAlone()
    {
        var created = (await CreateAsync(Draft())).Require();

        var entry = Assert.Single(await JournalAsync(AuditAction.ServiceTokenCreated));
        Assert.Equal((Manager.PersonId, Agency.Client, "Site internet"), (entry.ActorId, entry.Owner, entry.Detail!.Subject));
        Assert.Equal(new Change(null, $"{ProviderCatalogue.Find("brevo")!.Name}, {ProviderCatalogue.Find("zoho")!.Name}"), Assert.Single(entry.Detail.ReadChanges()).Value);
        Assert.DoesNotContain(ServiceToken.Hash(created.Text.Reveal()), $"{entry.Detail.Changes} {entry.Detail.Subject} {entry.Fields}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_IsNowhereInTheDatabaseFilesNorTheLog()
    {
        var text = (await CreateAsync(Draft() with { Name = "Repère" })).Require().Text.Reveal();
        (await RevokeAsync((await ListAsync()).Items[0].TokenId)).Require();

        var files = await StoredText.ReadAsync(Database.Settings);
        var secret = text[ServiceToken.HintLength..];
        // The search itself can fail: what is not secret is found in the same files.
        Assert.Contains(text[..ServiceToken.HintLength], files, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[..(secret.Length / 2)], files, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret[(secret.Length / 2)..], files, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(Log.Lines);
        Assert.DoesNotContain(Log.Lines, line => line.Contains(secret[..8], StringComparison.OrdinalIgnoreCase));
    }

    public static TheoryData<Role, bool> Rights => new()
    {
        { Role.Directeur, true },
        { Role.Responsable, true },
        { Role.Support, false },
        { Role.Administrateur, false },
    };

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task Create_EachRoleForItsOwn_IsAllowedExactlyAsDesigned(Role role, bool allowed)
    {
        var place = role == Role.Directeur ? Network : Agency;
        var actor = role is Role.Directeur or Role.Responsable ? await Given.ActorAsync(place) : await Given.ActorAsync(role, Place.Platform);

        var created = await CreateAsync(Draft(place), actor);
        var listed = await Database.Get<ListTokens>().HandleAsync(actor, 1, CancellationToken.None);

        Assert.Equal((allowed, allowed), (created.Succeeded, listed.Succeeded));
        Assert.Equal(allowed ? 1 : 0, (await StoredAsync(place)).Count);
        if (!allowed)
        {
            Assert.Equal([Error.NotFound], listed.Errors);
        }
    }

    [Fact]
    public async Task Create_ForAnotherClientThanTheOneWorkedFor_IsRefusedAlike()
    {
        var sibling = await Given.IndependentAsync(sibling: Agency);
        foreach (var client in new[] { sibling.Reference, Network.Reference, new ClientRef(ClientType.ReseauAgence, Guid.NewGuid()) })
        {
            Assert.Equal([ConnexionErrors.ClientMismatch], (await CreateAsync(Draft() with { Client = client })).Errors);
        }

        // A director makes none for an agency either.
        Assert.Equal([ConnexionErrors.ClientMismatch], (await CreateAsync(Draft(), await Given.ActorAsync(Network))).Errors);
        Assert.Empty(await StoredAsync());
        Assert.Empty(await StoredAsync(sibling));
    }

    [Fact]
    public async Task Create_WithNothingFilledIn_SaysEverythingAtOnceBesideEachField()
    {
        var refused = await CreateAsync(new CreateTokenRequest(Agency.Reference) { Life = TokenLife.UntilDay, CallsPerMinute = null });

        Assert.Equal(
            [TextErrors.Required.On("Name"), TokenErrors.NoProvider, TokenErrors.DayInvalid, TokenErrors.CallsOutOfRange],
            refused.Errors.Select(error => error with { Arguments = [] }));
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Create_WithAKeyOrATokenInTheName_IsRefused()
    {
        var token = (await CreateAsync(Draft())).Require().Text.Reveal();

        foreach (var text in new[] { token, $"caisse {Planted.Brevo()}" })
        {
            Assert.Equal([TextErrors.LooksLikeKey.On("Name")], (await CreateAsync(Draft() with { Name = text })).Errors);
        }

        Assert.Equal("Text.TooLong", Assert.Single((await CreateAsync(Draft() with { Name = new string('x', PlainText.NameMaxLength + 1) })).Errors).Code);
    }

    [Fact]
    public async Task Create_WithAnUnknownProvider_IsNotFound() =>
        Assert.Equal([Error.NotFound], (await CreateAsync(Draft() with { Providers = ["brevo", "Zoho"] })).Errors);

    [Theory]
    [InlineData("brevo", Purposes.None, "Token.NoPurpose")]
    [InlineData("brevo", Purposes.Emails | Purposes.Images, "Token.PurposeNotOffered")]
    [InlineData("brevo", (Purposes)1024 | Purposes.Emails, "Token.PurposeNotOffered")]
    [InlineData("brevo,openai", Purposes.Emails, "Token.ProviderWithoutPurpose")]
    [InlineData("brevo,openai", Purposes.Emails | Purposes.Audio, null)]
    [InlineData("openai", Purposes.LanguageModels | Purposes.Embeddings | Purposes.Images | Purposes.Audio, null)]
    public async Task Create_WithPurposes_WantsEachOfAProviderAndAProviderForEach(string providers, Purposes purposes, string? code)
    {
        var created = await CreateAsync(Draft() with { Providers = providers.Split(','), Purposes = purposes });

        Assert.Equal(code is null ? Array.Empty<(string, string?)>() : [(code, "Purposes")], created.Errors.Select(error => (error.Code, error.Field)));
    }

    [Theory]
    [InlineData(TokenLife.ThirtyDays, 30)]
    [InlineData(TokenLife.NinetyDays, 90)]
    [InlineData(TokenLife.OneYear, 365)]
    [InlineData(TokenLife.TwoYears, 731)]
    public async Task Create_WithALife_EndsThatMuchLater(TokenLife life, int days)
    {
        (await CreateAsync(Draft() with { Life = life })).Require();

        Assert.Equal(days, (Assert.Single(await StoredAsync()).ExpiresAt - Now).TotalDays);
    }

    [Fact]
    public async Task Create_UntilADay_TakesEveryOneFromTomorrowToTheLongestLife()
    {
        var (first, last) = CreateTokenRequest.Days(Now);
        Assert.Equal(ParisDay.Of(Now).AddDays(1), first);

        foreach (var day in new[] { first, last })
        {
            (await CreateAsync(OnDay(day) with { Name = $"Jusqu’au {day:O}" })).Require();
            Assert.Contains(await StoredAsync(), token => token.ExpiresAt == ParisDay.Start(day) && token.ExpiresAt <= Now + ServiceToken.LongestLife);
        }

        foreach (var day in new[] { first.AddDays(-1), last.AddDays(1), DateOnly.MinValue, DateOnly.MaxValue })
        {
            var error = Assert.Single((await CreateAsync(OnDay(day))).Errors);
            Assert.Equal((TokenErrors.DayOutOfRange.Code, "Day"), (error.Code, error.Field));
            Assert.Equal([first, last], error.Arguments);
        }

        Assert.Equal([TokenErrors.DayInvalid], (await CreateAsync(Draft() with { Life = TokenLife.UntilDay, Day = "31/12/2027" })).Errors);

        CreateTokenRequest OnDay(DateOnly day) => Draft() with { Life = TokenLife.UntilDay, Day = day.ToString(CreateTokenRequest.DayFormat, CultureInfo.InvariantCulture) };
    }

    [Fact]
    public async Task Create_WithLinesThatAreNoRange_NamesEach()
    {
        var refused = await CreateAsync(Draft() with { Ranges = $"203.0.113.7\nnotre box\n\n10.0.0\n{new string('9', 60)}\n{Planted.OpenAi()}" });

        Assert.All(refused.Errors, error => Assert.Equal("Ranges", error.Field));
        Assert.Equal(["2 notre box", "4 10.0.0", $"5 {new string('9', 45)}…", ""], refused.Errors.Select(error => string.Join(' ', error.Arguments)));
        Assert.Equal(TextErrors.LooksLikeKey.Code, refused.Errors[^1].Code);
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("203.0.113.7/0")]
    [InlineData("::/0")]
    [InlineData("::ffff:0.0.0.0/96")]
    public async Task Create_WithARangeOfEveryAddress_IsRefused(string range)
    {
        var error = Assert.Single((await CreateAsync(Draft() with { Ranges = $"203.0.113.7\n{range}" })).Errors);

        Assert.Equal((TokenErrors.RangeEverywhere.Code, "Ranges"), (error.Code, error.Field));
        Assert.Equal([2, range], error.Arguments);
        Assert.True((await CreateAsync(Draft() with { Ranges = "0.0.0.0/1" })).Succeeded);
    }

    [Fact]
    public async Task Create_WithTheNameOfAnotherTypedInAnotherWay_IsRefused()
    {
        (await CreateAsync(Draft() with { Name = "Étape" })).Require();

        var error = Assert.Single((await CreateAsync(Draft() with { Name = "E\u0301TAPE" })).Errors);

        Assert.Equal((TokenErrors.NameTaken.Code, "Étape"), (error.Code, Assert.Single(error.Arguments)));
        Assert.True((await CreateAsync(Draft() with { Name = "Etape" })).Succeeded);
    }

    [Fact]
    public async Task Create_WithTheNameOfAnotherThatWorks_IsRefusedUntilThatOneEnds()
    {
        var first = (await CreateAsync(Draft() with { Name = "Caisse" })).Require();

        var error = Assert.Single((await CreateAsync(Draft() with { Name = " CAISSE " })).Errors);
        Assert.Equal((TokenErrors.NameTaken.Code, "Name"), (error.Code, error.Field));
        Assert.Equal(["Caisse"], error.Arguments);
        // Another client's is another matter.
        Assert.True((await CreateAsync(Draft(Network) with { Name = "Caisse" }, await Given.ActorAsync(Network))).Succeeded);

        (await RevokeAsync(first.TokenId)).Require();
        Assert.True((await CreateAsync(Draft() with { Name = "Caisse", Life = TokenLife.ThirtyDays })).Succeeded);
        Database.Clock.Advance(TimeSpan.FromDays(31));
        Assert.True((await CreateAsync(Draft() with { Name = "Caisse" })).Succeeded);
    }

    [Fact]
    public async Task Create_WithTooManyRanges_SaysTheLimit()
    {
        var lines = Enumerable.Range(1, ServiceToken.MaxRanges + 1).Select(number => $"2001:db8:ffff:ffff:ffff:ffff:ffff:{number + 4096:x}/128").ToList();

        Assert.Equal([ServiceToken.MaxRanges, lines.Count], Assert.Single((await CreateAsync(Draft() with { Ranges = string.Join('\n', lines) })).Errors).Arguments);

        (await CreateAsync(Draft() with { Ranges = string.Join('\n', lines.Skip(1)) })).Require();
        Assert.InRange(Assert.Single(await StoredAsync()).AllowedRanges!.Length, 1, ServiceToken.RangesMaxLength);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("-5", false)]
    [InlineData("1,5", false)]
    [InlineData("beaucoup", false)]
    [InlineData("6001", false)]
    [InlineData("99999999999", false)]
    [InlineData("1", true)]
    [InlineData("6000", true)]
    public async Task Create_WithCallsPerMinute_WantsAWholeNumberWithinTheLimits(string? calls, bool accepted)
    {
        var created = await CreateAsync(Draft() with { CallsPerMinute = calls });

        Assert.Equal(accepted ? Array.Empty<(string, string?)>() : [(TokenErrors.CallsOutOfRange.Code, "CallsPerMinute")], created.Errors.Select(error => (error.Code, error.Field)));
    }

    [Fact]
    public async Task Create_BeyondTheMostOpen_IsRefusedUntilOneEnds()
    {
        for (var number = 0; number < CreateToken.MostOpen; number++)
        {
            await Given.TokenAsync(Agency);
        }

        Assert.Equal([TokenErrors.TooMany.Code], (await CreateAsync(Draft())).Errors.Select(error => error.Code));
        // Another client's do not count.
        Assert.True((await CreateAsync(Draft(Network), await Given.ActorAsync(Network))).Succeeded);

        (await RevokeAsync((await StoredAsync())[0].TokenId)).Require();
        Assert.True((await CreateAsync(Draft())).Succeeded);
        Assert.False((await CreateAsync(Draft() with { Name = "Caisse" })).Succeeded);

        Database.Clock.Advance(TimeSpan.FromDays(31));
        Assert.True((await CreateAsync(Draft() with { Name = "Caisse" })).Succeeded);
    }
}
