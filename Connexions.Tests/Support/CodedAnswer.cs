using System.IO.Compression;
using System.Text;

namespace Connexions.Tests.Support;

/// <summary>An answer whose body is coded as its headers say.</summary>
internal static class CodedAnswer
{
    /// <param name="headers">Of Content-Encoding and Transfer-Encoding, in this order.</param>
    public static byte[] Of(string headers, string body, string status = "200 OK")
    {
        var codings = headers.Split("\r\n").SelectMany(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',', StringSplitOptions.TrimEntries)).ToList();
        var coded = codings.Aggregate(Encoding.UTF8.GetBytes(body), Encode);
        if (codings.Contains("chunked"))
        {
            coded = [.. Encoding.ASCII.GetBytes($"{coded.Length:x}\r\n"), .. coded, .. "\r\n0\r\n\r\n"u8];
        }

        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n"), .. coded];
    }

    private static byte[] Encode(byte[] bytes, string coding)
    {
        var coded = new MemoryStream();
        using (Stream? stream = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(coded, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(coded, CompressionLevel.Optimal),
            "br" => new BrotliStream(coded, CompressionLevel.Optimal),
            _ => null,
        })
        {
            if (stream is null)
            {
                return bytes;
            }

            stream.Write(bytes);
        }

        return coded.ToArray();
    }
}
