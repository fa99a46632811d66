using System.Text;

namespace Connexions.Tests.Support;

/// <summary>Answers that are no HTTP and hold the key: each makes .NET quote it in an exception.</summary>
internal static class MalformedAnswers
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static readonly IReadOnlyList<string> Forms =
        ["status line", "header without a colon", "header name", "header folded", "chunk size", "chunk terminator", "trailer", "gzip", "brotli", "unknown coding"];

    /// <summary>Those that break only in the body: what came before may have been passed on.</summary>
    public static bool BreaksInTheBody(string form) => form is "chunk size" or "chunk terminator" or "trailer" or "gzip" or "brotli" or "unknown coding";

    public static byte[] Of(string form, string key) => Encoding.Latin1.GetBytes(form switch
    {
        "status line" => $"HTTP/1.1 {key}\r\n\r\n",
        "header without a colon" => $"HTTP/1.1 200 OK\r\n{key}\r\n\r\n",
        "header name" => $"HTTP/1.1 200 OK\r\n({key}): 1\r\nContent-Length: 2\r\n\r\n{{}}",
        "header folded" => $"HTTP/1.1 200 OK\r\n {key}\r\nContent-Length: 2\r\n\r\n{{}}",
        "chunk size" => $"{Chunked}2\r\n{{}}\r\n{key}\r\n",
        "chunk terminator" => $"{Chunked}2\r\n{{}}{key}\r\n0\r\n\r\n",
        "trailer" => $"{Chunked}2\r\n{{}}\r\n0\r\n{key}\r\n\r\n",
        "gzip" => $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {key.Length}\r\n\r\n{key}",
        "brotli" => $"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: {key.Length}\r\n\r\n{key}",
        "unknown coding" => $"HTTP/1.1 200 OK\r\nContent-Encoding: {key}\r\nContent-Length: 2\r\n\r\n{{}}",
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    });
}
