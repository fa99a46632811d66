using System.Net;
using Connexions.Domain.Integrations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Verifications.Http;
using static Connexions.Tests.Features.Verifications.Http.ClientUnderTest;

namespace Connexions.Tests.Features.Verifications.Http;

/// <summary>How the client deals with answers that the fakes do not give: waits, sizes, broken pieces.</summary>
public sealed class ProviderClientTests
{
    private const string Account = """{"organization_id":"5f00000000000000000000a1","email":"contact@agence.test","companyName":"Agence Test","plan":[]}""";
    private const string TooMany = """{"message":"Too many requests"}""";

    private readonly SteppedTime time = new();

    [Fact]
    public async Task Ask_UnavailableOnce_IsAskedAgain()
    {
        var answers = new Queue<HttpResponseMessage>([Response(503, ""), Response(200, Account)]);
        await using var client = Answering((_, _) => answers.Dequeue());
        Assert.Equal(VerificationVerdict.Valid, (await client.AskAsync("brevo", Planted.Brevo())).Verdict);
    }

    [Theory]
    [InlineData(408, 3)]
    [InlineData(500, 3)]
    [InlineData(502, 3)]
    [InlineData(504, 3)]
    [InlineData(501, 1)]
    [InlineData(400, 1)]
    [InlineData(401, 1)]
    [InlineData(404, 1)]
    public async Task Ask_EachStatus_IsRepeatedOnlyWhereThatMayHelp(int status, int expected)
    {
        var calls = 0;
        await using var client = Answering((_, _) =>
        {
            calls++;
            return Response(status, "");
        });
        await client.AskAsync("brevo", Planted.Brevo());
        Assert.Equal(expected, calls);
    }

    [Fact]
    public async Task Ask_RetryAfterShortly_WaitsThatLongAndAsksAgain()
    {
        var answers = new Queue<HttpResponseMessage>([Response(429, TooMany, ("Retry-After", "1")), Response(200, Account)]);
        await using var client = Answering((_, _) => answers.Dequeue(), Quick with { TotalTimeout = TimeSpan.FromMinutes(1) }, time);
        var asked = client.AskAsync("brevo", Planted.Brevo());

        time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Single(answers);
        time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(VerificationVerdict.Valid, (await asked).Verdict);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Ask_RetryAfterLong_IsNotRepeatedAndTold(int status)
    {
        var calls = 0;
        await using var client = Answering(
            (_, _) =>
            {
                calls++;
                return Response(status, TooMany, ("Retry-After", "60"));
            },
            clock: time);
        Assert.Equal(TimeSpan.FromMinutes(1), (await client.AskAsync("brevo", Planted.Brevo())).RetryAfter);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Ask_RetryAfterAsADate_IsMeasuredFromNow()
    {
        var date = time.GetUtcNow().AddMinutes(5).ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        await using var client = Answering((_, _) => Response(429, TooMany, ("Retry-After", date)), clock: time);
        Assert.Equal(TimeSpan.FromMinutes(5), (await client.AskAsync("brevo", Planted.Brevo())).RetryAfter);
    }

    [Fact]
    public async Task Ask_AfterTooManyCalls_IsHeldBackUntilThen()
    {
        var calls = 0;
        await using var client = Answering(
            (_, _) =>
            {
                calls++;
                return calls == 1 ? Response(429, TooMany, ("Retry-After", "600")) : Response(200, Account);
            },
            clock: time);
        var key = Planted.Brevo();
        await client.AskAsync("brevo", key);
        Assert.Equal(VerificationCause.OwnLimit, (await client.AskAsync("brevo", key)).Cause);
        Assert.Equal(1, calls);

        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(VerificationVerdict.Valid, (await client.AskAsync("brevo", key)).Verdict);
    }

    [Fact]
    public async Task Ask_Repeated_CountsEachCallAgainstTheLimit()
    {
        await using var client = Answering((_, _) => Response(500, ""), Quick with { OrganisationLimit = new(4, TimeSpan.FromMinutes(10)), LongestTurnWait = TimeSpan.Zero });
        await client.AskAsync("brevo", Planted.Brevo());
        await client.AskAsync("brevo", Planted.Brevo());
        Assert.Equal(VerificationCause.OwnLimit, (await client.AskAsync("brevo", Planted.Brevo())).Cause);
    }

    [Theory]
    [InlineData(200, 64 * 1024)]
    [InlineData(401, 4 * 1024)]
    public async Task Ask_EndlessAnswer_IsReadToItsCapOnly(int status, int cap)
    {
        await using var endless = new EndlessStream();
        await using var client = Answering((_, _) => new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(endless) });
        Assert.Equal(VerificationVerdict.UnexpectedResponse, (await client.AskAsync("brevo", Planted.Brevo())).Verdict);
        Assert.InRange(endless.Given, cap, cap + (16 * 1024));
    }

    [Theory]
    [InlineData(0, VerificationVerdict.Valid)]
    [InlineData(1, VerificationVerdict.UnexpectedResponse)]
    public async Task Ask_AnswerAroundItsCap_IsBelievedOnlyWhole(int beyond, VerificationVerdict verdict)
    {
        await using var client = Answering((_, _) => Response(200, Account.PadRight((64 * 1024) + beyond)));
        Assert.Equal(verdict, (await client.AskAsync("brevo", Planted.Brevo())).Verdict);
    }

    [Fact]
    public async Task Ask_ConnectionFails_IsUnavailableAndRepeated()
    {
        var calls = 0;
        await using var client = Answering((_, _) =>
        {
            calls++;
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        });
        Assert.Equal(VerificationVerdict.ProviderUnavailable, (await client.AskAsync("brevo", Planted.Brevo())).Verdict);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Ask_CertificateIsWrong_IsUnavailableAndNotRepeated()
    {
        var calls = 0;
        await using var client = Answering((_, _) =>
        {
            calls++;
            throw new HttpRequestException(HttpRequestError.SecureConnectionError);
        });
        Assert.Equal(VerificationVerdict.ProviderUnavailable, (await client.AskAsync("brevo", Planted.Brevo())).Verdict);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Ask_SendersCannotBeListed_TheVerdictStands()
    {
        await using var client = Answering((request, _) => request.RequestUri!.AbsolutePath.EndsWith("/senders", StringComparison.Ordinal) ? Response(500, "") : Response(200, Account));
        var verification = await client.AskAsync("brevo", Planted.Brevo(), withSenders: true);
        Assert.Equal(VerificationVerdict.Valid, verification.Verdict);
        Assert.Null(verification.Senders);
    }

    [Fact]
    public async Task Ask_AccountThatEchoesTheKey_IsKeptWithoutIt()
    {
        var key = Planted.Brevo();
        await using var client = Answering((_, _) => Response(
            200,
            $$"""{"organization_id":"{{key[8..40]}}","email":"{{key[8..30]}}@echo.test","companyName":"Compte {{key}}","plan":[]}""",
            ("sib-request-id", key)));
        var verification = await client.AskAsync("brevo", key);
        Assert.Equal((VerificationVerdict.Valid, new ProviderAccount(null, null, null), null), (verification.Verdict, verification.Account, verification.RequestId));
        Assert.DoesNotContain(client.Log.Lines, line => line.Contains(key[8..24], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_AccountThatIsNamedByTheKeyInAnotherSpelling_IsKeptWithoutThatName()
    {
        var key = Planted.Brevo()[..40];
        foreach (var name in KeySpelling.All.Select(spelling => spelling.Write(key)).Where(name => name.Length <= PlainText.NameMaxLength))
        {
            await using var client = Answering((_, _) => Response(
                200, System.Text.Json.JsonSerializer.Serialize(new { organization_id = "5f00000000000000000000a1", email = "contact@agence.test", companyName = name, plan = Array.Empty<object>() })));

            Assert.Null((await client.AskAsync("brevo", key)).Account!.Name);
        }
    }

    [Theory]
    [InlineData("clé-accentuée-0123456789")]
    [InlineData("key\r\nX-Other: 1")]
    public async Task Ask_KeyThatNoHeaderCanHold_IsSentNowhere(string key)
    {
        await using var client = Answering((_, _) => throw new InvalidOperationException("Sent."));
        Assert.Equal(VerificationVerdict.Unverifiable, (await client.AskAsync("brevo", key)).Verdict);
    }

    [Fact]
    public async Task Ask_BeyondTheLimit_IsNotSent()
    {
        await using var client = Answering((_, _) => Response(200, Account), Quick with { OrganisationLimit = new(1, TimeSpan.FromMinutes(1)) }, time);
        await client.AskAsync("brevo", Planted.Brevo());
        var brevo = ProviderCatalogue.Find("brevo")!;
        var held = await client.Client.VerifyAsync(brevo, SecretText.From(Planted.Brevo())!, Guid.Empty, false, TimeSpan.Zero, default);
        Assert.Equal(
            (VerificationVerdict.RateLimited, VerificationCause.OwnLimit, TimeSpan.FromMinutes(1)), (held.Verdict, held.Cause!.Value, held.RetryAfter!.Value));
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            Given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
