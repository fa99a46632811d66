using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Policies.Editing;

namespace Connexions.Tests.Features.Sharing.Policies.Editing;

public sealed class QuotaInputTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("200", 200)]
    [InlineData("10\u00a0000", 10_000)]
    [InlineData("1\u202f000 ", 1_000)]
    [InlineData("0", 0)]
    [InlineData("-5", 0)]
    [InlineData("1,5", 0)]
    [InlineData("beaucoup", 0)]
    [InlineData("99999999999", 0)]
    public void Read_WhateverIsTyped_IsANumberNothingOrWhatTheChecksRefuse(string typed, int? expected)
    {
        var input = QuotaInput.From(SharingQuota.Unlimited).With(nameof(SharingQuota.EmailsForAll), typed);

        Assert.Equal(new SharingQuota { EmailsForAll = expected }, input.Read());
        Assert.Equal(typed, input[nameof(SharingQuota.EmailsForAll)]);
    }

    [Fact]
    public void From_AnyQuota_ReadsAsTheSame()
    {
        var quota = new SharingQuota { CallsPerAgency = 1, EmailsPerAgency = 20, CallsForAll = 300, EmailsForAll = SharingQuota.Max };

        Assert.Equal(quota, QuotaInput.From(quota).Read());
    }
}
