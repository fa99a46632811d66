using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connexions.Tests.Support;

/// <summary>
/// Answers over a bare socket, so that an answer may be anything: byte for byte what a test has laid down for the key
/// that a call came with. One call for each connection.
/// </summary>
public sealed class RawProvider : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, byte[][]> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> silent = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task accepting;

    public RawProvider()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    /// <summary>What came, head and body, as it was written.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <param name="pieces">Each in a packet of its own.</param>
    public void Answer(string key, params byte[][] pieces) => answers[key] = pieces;

    /// <summary>Calls with this key get no answer, and their connection stays open.</summary>
    public void KeepSilent(string key) => silent[key] = true;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var stream = client.GetStream();
                var request = await ReadAsync(stream);
                requests.Enqueue(request);
                foreach (var piece in answers.FirstOrDefault(one => request.Contains(one.Key, StringComparison.Ordinal)).Value ?? [])
                {
                    await stream.WriteAsync(piece, stop.Token);
                    await Task.Delay(20, stop.Token);
                }

                if (!silent.Keys.Any(key => request.Contains(key, StringComparison.Ordinal)))
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                }

                // Closed with bytes unread, the connection would be reset before the answer was read.
                while (await stream.ReadAsync(new byte[1024], stop.Token) > 0)
                {
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The caller left.
            }
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var read = new StringBuilder();
        var buffer = new byte[16 * 1024];
        for (int? whole = null; whole is null || read.Length < whole;)
        {
            var count = await stream.ReadAsync(buffer, stop.Token);
            if (count == 0)
            {
                break;
            }

            read.Append(Encoding.Latin1.GetString(buffer, 0, count));
            var text = read.ToString();
            if (whole is null && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                if (text[..end].Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
                {
                    // Answered before it is whole, a call is one that the provider broke off.
                    whole = text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) ? text.Length : null;
                    continue;
                }

                whole = end + 4 + (length is null ? 0 : int.Parse(length["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return read.ToString();
    }
}
