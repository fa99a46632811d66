using System.Net;

namespace Connexions.Domain.Gateway;

/// <summary>A range of network addresses, <c>203.0.113.0/24</c>, or a single one.</summary>
public sealed record AddressRange(IPNetwork Network)
{
    /// <summary>Bits in front of the IPv4 address in <c>::ffff:203.0.113.7</c> (RFC 4291, 2.5.5.2).</summary>
    private const int MappedBits = 96;

    /// <summary>Null for what is no range. A single address is a range of one; bits behind the prefix are cleared.</summary>
    public static AddressRange? Parse(string text)
    {
        text = text.Trim();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var written = slash < 0 ? text : text[..slash];
        // ".NET reads 10, 0x7f.1 and [::1]:80 as addresses": only the usual four numbers, or an IPv6 address by itself, without a zone.
        if (!IPAddress.TryParse(written, out var address) || written.AsSpan().ContainsAny('%', '[')
            || (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && address.ToString() != written))
        {
            return null;
        }

        var longest = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128;
        var length = longest;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out length) || length > longest))
        {
            return null;
        }

        // Calls are compared by the IPv4 address they come from: a range of such addresses is kept as one.
        return address.IsIPv4MappedToIPv6 && length >= MappedBits
            ? new AddressRange(new IPNetwork(Clear(address.MapToIPv4(), length - MappedBits), length - MappedBits))
            : new AddressRange(new IPNetwork(Clear(address, length), length));
    }

    /// <summary>Whether it holds every address of its kind, and so restricts nothing.</summary>
    public bool IsEverywhere => Network.PrefixLength == 0;

    /// <summary>An IPv4 address that arrives over an IPv6 socket is the IPv4 address it is.</summary>
    public bool Contains(IPAddress address) => Network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>As <see cref="Parse"/> reads it; a single address without its length.</summary>
    public override string ToString() =>
        Network.PrefixLength == 8 * Network.BaseAddress.GetAddressBytes().Length ? Network.BaseAddress.ToString() : Network.ToString();

    private static IPAddress Clear(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(length - (8 * index), 0, 8);
            bytes[index] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
