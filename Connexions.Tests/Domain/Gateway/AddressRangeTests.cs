using System.Net;
using Connexions.Domain.Gateway;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Gateway;

public sealed class AddressRangeTests
{
    private static readonly Gen<IPAddress> V4 = Bytes(4);
    private static readonly Gen<IPAddress> V6 = Bytes(16);
    private static readonly Gen<IPAddress> Any = Gen.OneOf(V4, V6, V4.Select(address => address.MapToIPv6()));

    [Fact]
    public void Parse_WhatWasWritten_GivesTheSameRange() => ForAll(Ranges(), range =>
    {
        var parsed = AddressRange.Parse($" {range.Address}/{range.Length}\r")!;

        Assert.Equal(parsed, AddressRange.Parse(parsed.ToString()));
    });

    [Fact]
    public void Contains_AnyAddress_AgreesWithTheBits() => ForAll(
        from range in Ranges()
        from other in Any
        from near in Gen.Elements(true, false)
        from flipped in Gen.Choose(0, 127)
        select (range, near ? Flip(range.Address, flipped) : other),
        it =>
        {
            var ((address, length), asked) = it;

            Assert.Equal(Agrees(address, length, asked), AddressRange.Parse($"{address}/{length}")!.Contains(asked));
        });

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7/32", "203.0.113.7")]
    [InlineData("203.0.113.99/24", "203.0.113.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("2001:DB8:0:0::ffff/33", "2001:db8::/33")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData("::/0", "::/0")]
    public void Parse_OfARange_ClearsWhatLiesBehindThePrefix(string text, string expected) => Assert.Equal(expected, AddressRange.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.0.0")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("203.0.113.256")]
    [InlineData("203.0.113.0/33")]
    [InlineData("203.0.113.0/-1")]
    [InlineData("203.0.113.0/")]
    [InlineData("203.0.113.0/8/8")]
    [InlineData("203.0.113.0 - 203.0.113.9")]
    [InlineData("2001:db8::/129")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]:80")]
    [InlineData("exemple.test")]
    public void Parse_OfNoRange_IsNull(string text) => Assert.Null(AddressRange.Parse(text));

    [Fact]
    public void Parse_OfAnything_NeverThrows() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<NonNull<string>>(text => AddressRange.Parse(text.Get) is null or { Network.PrefixLength: >= 0 }));

    [Fact]
    public void Contains_AnIPv4AddressOverAnIPv6Socket_IsTheIPv4Address()
    {
        var range = AddressRange.Parse("203.0.113.0/24")!;

        Assert.True(range.Contains(IPAddress.Parse("::ffff:203.0.113.7")));
        Assert.False(range.Contains(IPAddress.Parse("::ffff:203.0.114.7")));
        Assert.False(AddressRange.Parse("::/0")!.Contains(IPAddress.Parse("::ffff:203.0.113.7")));
    }

    private static Gen<IPAddress> Bytes(int count) => Gen.Choose(0, 255).ArrayOf(count).Select(bytes => new IPAddress([.. bytes.Select(one => (byte)one)]));

    private static Gen<(IPAddress Address, int Length)> Ranges() =>
        from address in Any
        from length in Gen.Choose(0, address.GetAddressBytes().Length * 8)
        select (address, length);

    private static IPAddress Flip(IPAddress address, int bit)
    {
        var bytes = address.GetAddressBytes();
        bit %= bytes.Length * 8;
        bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }

    // Written apart, by other means: as texts of noughts and ones.
    private static bool Agrees(IPAddress range, int length, IPAddress asked)
    {
        var mapped = string.Concat(Enumerable.Repeat('0', 80)) + new string('1', 16);
        var (prefix, bits) = (Bits(range)[..length], Bits(asked));
        if (prefix.Length >= 96 && prefix.StartsWith(mapped, StringComparison.Ordinal))
        {
            prefix = prefix[96..];
        }
        else if (Bits(range).Length == 128)
        {
            return bits.Length == 128 && !bits.StartsWith(mapped, StringComparison.Ordinal) && bits.StartsWith(prefix, StringComparison.Ordinal);
        }

        bits = bits.StartsWith(mapped, StringComparison.Ordinal) && bits.Length == 128 ? bits[96..] : bits;
        return bits.Length == 32 && bits.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static string Bits(IPAddress address) => string.Concat(address.GetAddressBytes().Select(one => Convert.ToString(one, 2).PadLeft(8, '0')));

    private static void ForAll<T>(Gen<T> values, Action<T> examine) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(values), examine));
}
