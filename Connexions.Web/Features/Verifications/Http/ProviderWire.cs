using System.IO.Compression;
using System.Net.Http.Headers;

namespace Connexions.Web.Features.Verifications.Http;

/// <summary>
/// The innermost edge to a provider. What .NET says of bytes that are not HTTP quotes them, and they may hold the key: of
/// every exception only its <see cref="HttpRequestError"/> goes further. No compression is asked for, and an answer that
/// is compressed all the same is decoded here or refused, so that whoever looks for the key reads what the caller would.
/// </summary>
internal sealed class ProviderWire(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Plain = "identity";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Without this header any coding would do (RFC 9110, section 12.5.3).
        request.Headers.TryAddWithoutValidation("Accept-Encoding", Plain);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            response.Content = new WireContent(response.Content, CodingsOf(response));
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody gave the call up: making a connection took too long, and that alone has a time of its own here.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No connection to the provider came about in time.");
        }
        catch (Exception e)
        {
            response?.Dispose();
            throw WithoutWords(e, cancellationToken);
        }
    }

    /// <summary>Whether a call failed before anything of it was sent: no connection came about.</summary>
    public static bool NeverLeft(Exception? exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    /// <summary>An exception that says what failed, in no words but our own.</summary>
    private static Exception WithoutWords(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException)
        {
            // What failed while the call was being given up stands inside it.
            return new OperationCanceledException(cancellationToken.IsCancellationRequested ? cancellationToken : CancellationToken.None);
        }

        var error = exception switch
        {
            // A connection that was reset has no name of its own among the errors: it is known by the IOException.
            HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException and not HttpIOException } => HttpRequestError.ResponseEnded,
            HttpRequestException failed => failed.HttpRequestError,
            HttpIOException failed => failed.HttpRequestError,
            IOException => HttpRequestError.ResponseEnded,
            // What a decoder says of bytes that are not its own.
            InvalidDataException or InvalidOperationException => HttpRequestError.InvalidResponse,
            _ => HttpRequestError.Unknown,
        };
        return new HttpRequestException(error, $"The call to the provider failed: {error}.");
    }

    /// <summary>How the body is coded, in the order in which that is undone.</summary>
    private static List<string> CodingsOf(HttpResponseMessage response)
    {
        // The handler has put chunks together; a coding of the transfer lies around one of the content.
        return Listed(response.Headers, "Transfer-Encoding").Reverse().Concat(Listed(response.Content.Headers, "Content-Encoding").Reverse())
            .Where(coding => coding is not ("" or Plain or "chunked")).ToList();
    }

    private static IEnumerable<string> Listed(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values)
            ? values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).Select(value => value.ToLowerInvariant())
            : [];

    private sealed class WireContent : HttpContent
    {
        private readonly HttpContent content;
        private readonly List<string> codings;

        public WireContent(HttpContent content, List<string> codings)
        {
            (this.content, this.codings) = (content, codings);
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                // Of a body that is decoded neither stands any more.
                if (codings.Count == 0 || !(name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
                {
                    Headers.TryAddWithoutValidation(name, values);
                }
            }
        }

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
        {
            try
            {
                var stream = await content.ReadAsStreamAsync(cancellationToken);
                return new WireStream(codings.Aggregate((Stream?)stream, Decode));
            }
            catch (Exception e)
            {
                throw WithoutWords(e, cancellationToken);
            }
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await using var read = await CreateContentReadStreamAsync();
            await read.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            content.Dispose();
            base.Dispose(disposing);
        }

        private static Stream? Decode(Stream? stream, string coding) => stream is null ? null : coding switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
            "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => null,
        };
    }

    /// <param name="inner">Null where nobody asked for the coding: found out when the body is read, since by its status the call was answered.</param>
    private sealed class WireStream(Stream? inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return inner is null ? throw new InvalidDataException("A coding that nobody asked for.") : await inner.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception e)
            {
                throw WithoutWords(e, cancellationToken);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A provider's answer is read asynchronously.");

        public override async ValueTask DisposeAsync()
        {
            await (inner?.DisposeAsync() ?? default);
            await base.DisposeAsync();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner?.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
