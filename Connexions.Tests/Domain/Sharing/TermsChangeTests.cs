using Connexions.Domain.Gateway;
using Connexions.Domain.Sharing;
using Connexions.Domain.Text;

namespace Connexions.Tests.Domain.Sharing;

public sealed class TermsChangeTests
{
    private static readonly SharingQuota Full = new()
    {
        CallsPerAgency = SharingQuota.Max, EmailsPerAgency = SharingQuota.Max, CallsForAll = SharingQuota.Max, EmailsForAll = SharingQuota.Max,
    };

    [Fact]
    public void Text_OfTheLongestChange_FitsANoticeAndIsReadBack()
    {
        var most = Purposes.All & ~Purposes.Contacts;
        var change = new TermsChange(most, Purposes.All & ~Purposes.Emails, Full, Full with { CallsPerAgency = null, EmailsPerAgency = 1, CallsForAll = 9_999_999, EmailsForAll = 9_999_998 });

        Assert.InRange(change.ToText().Length, 1, PlainText.ReasonMaxLength);
        Assert.Equal(change, TermsChange.Parse(change.ToText()));
    }

    [Fact]
    public void Text_HoldsOnlyWhatDiffers()
    {
        var change = new TermsChange(Purposes.All, Purposes.All, Full, Full with { EmailsForAll = null });

        Assert.Equal("EmailsForAll:10000000>", change.ToText());
        Assert.True(change.ChangesLimits);
        Assert.True(new TermsChange(Purposes.All, Purposes.All, Full, Full).IsNothing);
    }

    [Theory]
    [InlineData("Parce que")]
    [InlineData("")]
    [InlineData("Purposes:all>telepathy")]
    [InlineData("CallsForAll:1>2;CallsForAll:2>3")]
    [InlineData("CallsForAll:1>beaucoup")]
    [InlineData("CallsForAll:1>99999999999")]
    public void Text_ThatThisVersionCannotRead_IsNone(string text) => Assert.Null(TermsChange.Parse(text));
}
