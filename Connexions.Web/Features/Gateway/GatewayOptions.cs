using System.Globalization;
using Connexions.Web.Persistence;

namespace Connexions.Web.Features.Gateway;

/// <summary>Sizes and times of the gateway. Settings: <c>Gateway:MaxBodyBytes</c>, <c>Gateway:IdleTimeout</c>, <c>Gateway:Folder</c>.</summary>
public sealed record GatewayOptions
{
    /// <summary>The largest body passed on, in bytes.</summary>
    public long MaxBodyBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>The largest body of a mail, which is read whole to find its sender, in bytes: Brevo's own limit of 20 MB.</summary>
    public int MaxMailBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>The longest error of a provider's that is passed on, in bytes.</summary>
    public int MaxErrorBytes { get; init; } = 64 * 1024;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a call may go without a byte in either direction: what the official clients of OpenAI wait, since a model that
    /// reasons says nothing for minutes. A stream that goes on is not cut.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long what was read of a token, a policy and a connexion is used again. A withdrawn right stops the next call
    /// after this and the time of one read, on every server: together well under a second.
    /// </summary>
    public TimeSpan ReadAgainAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Where receipts lie until they are in the journal: a disk that survives a restart.</summary>
    public required string Folder { get; init; }

    /// <summary>How much may wait for the journal before calls are refused, in bytes.</summary>
    public long MaxBacklogBytes { get; init; } = 64 * 1024 * 1024;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static GatewayOptions Read(IConfiguration configuration, string dataFolder)
    {
        var options = new GatewayOptions { Folder = Path.GetFullPath(configuration["Gateway:Folder"] is { Length: > 0 } folder ? folder : "gateway", dataFolder) };
        if (configuration["Gateway:MaxBodyBytes"] is { Length: > 0 } size)
        {
            options = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is >= 1024 * 1024 and <= 1024L * 1024 * 1024
                ? options with { MaxBodyBytes = bytes, MaxMailBytes = (int)Math.Min(bytes, options.MaxMailBytes) }
                : throw new SettingException("Gateway:MaxBodyBytes", "Give a number of bytes from 1048576 to 1073741824.");
        }

        if (configuration["Gateway:IdleTimeout"] is { Length: > 0 } idle)
        {
            options = TimeSpan.TryParse(idle, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromSeconds(1) && span <= TimeSpan.FromHours(1)
                ? options with { IdleTimeout = span }
                : throw new SettingException("Gateway:IdleTimeout", "Give a time span between one second and one hour, such as 00:10:00.");
        }

        return options;
    }
}
