using Connexions.Domain.Integrations;

namespace Connexions.Tests.Domain.Integrations;

public sealed class ProviderWaitTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 120 ", 120)]
    [InlineData("Mon, 02 Mar 2026 09:00:30 GMT", 30)]
    [InlineData("Mon, 02 Mar 2026 08:00:00 GMT", 0)]
    [InlineData("999999999999", 86400)]
    [InlineData("Fri, 02 Mar 2035 09:00:00 GMT", 86400)]
    [InlineData("-5", null)]
    [InlineData("NaN", null)]
    [InlineData("bientôt", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void RetryAfter_InBothForms_IsBounded(string? text, int? seconds) =>
        Assert.Equal(seconds, (int?)ProviderWait.FromRetryAfter(text, Now)?.TotalSeconds);

    [Theory]
    [InlineData("12ms", 12)]
    [InlineData("1s", 1000)]
    [InlineData("1.5s", 1500)]
    [InlineData("6m0s", 360_000)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("2m", 120_000)]
    [InlineData("99999h", 86_400_000)]
    [InlineData("s", null)]
    [InlineData("", null)]
    [InlineData("1s1h", null)]
    [InlineData("12", null)]
    [InlineData("-1s", null)]
    public void Duration_AsOpenAiWritesIt_IsRead(string text, int? milliseconds) =>
        Assert.Equal(milliseconds, (int?)ProviderWait.FromDuration(text)?.TotalMilliseconds);
}
