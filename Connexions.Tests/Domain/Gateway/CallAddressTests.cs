using Connexions.Domain.Gateway;

namespace Connexions.Tests.Domain.Gateway;

public sealed class CallAddressTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("?", "")]
    [InlineData("?limit=10&offset=0", "?limit=10&offset=0")]
    [InlineData("?l%69mit=%31%30&x=a%2db%5fc%7ed%2ee", "?limit=10&x=a-b_c~d.e")]
    [InlineData("?x=a%2fb%3dc%26d%2be", "?x=a%2Fb%3Dc%26d%2Be")]
    [InlineData("?at=2026-11-30T10:00:00+01:00", "?at=2026-11-30T10:00:00+01:00")]
    [InlineData("?filter=equals(NOM,\"D'Arc\")", "?filter=equals(NOM,%22D'Arc%22)")]
    [InlineData("?ids[]=1&a b", "?ids%5B%5D=1&a%20b")]
    [InlineData("?nom=été", "?nom=%C3%A9t%C3%A9")]
    [InlineData("?nom=%c3%a9t%C3%A9", "?nom=%C3%A9t%C3%A9")]
    [InlineData("?x=100%&y=%2&z=%zz", "?x=100%25&y=%252&z=%25zz")]
    [InlineData("?x=%2541", "?x=%2541")]
    [InlineData("?x#y", "?x%23y")]
    public void Query_HoweverItIsSpelt_HasOneForm(string? query, string expected)
    {
        var normal = CallAddress.Of("v3/contacts", query).Query;

        Assert.Equal(expected, normal);
        Assert.Equal(normal, CallAddress.Of("v3/contacts", normal).Query);
    }

    [Theory]
    [InlineData("?x=cnx_abc")]
    [InlineData("?CNX_abc=1")]
    [InlineData("?x=cnx%5Fabc")]
    [InlineData("?x=cnx%5fabc")]
    [InlineData("?%63nx_abc")]
    [InlineData("?x=%63%6E%78%5F%61")]
    [InlineData("?x=cnx%255Fabc")]
    [InlineData("?x=%25%36%33nx_abc")]
    [InlineData("?x=&%2399;nx_abc")]
    [InlineData("?x=cnx%5Cu005fabc")]
    public void Query_WithAToken_HoldsOneHoweverItIsSpelt(string query) => Assert.True(CallAddress.Of("v3/contacts", query).HoldsToken);

    [Fact]
    public void Path_WithAToken_HoldsOne() => Assert.True(CallAddress.Of("v3/contacts/Cnx_abc", null).HoldsToken);

    [Theory]
    [InlineData("?x=cnx")]
    [InlineData("?x=cn&y=x_abc")]
    [InlineData("?cnx-abc")]
    public void Query_WithoutAToken_HoldsNone(string query) => Assert.False(CallAddress.Of("v3/contacts", query).HoldsToken);
}
