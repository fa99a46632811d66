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
        catch (Exception e)
        {
            response?.Dispose();
            throw WithoutWords(e, cancellationToken);
        }
    }

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
            HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException and not HttpIOException } => HttpRequestError.ConnectionError,
            HttpRequestException failed => failed.HttpRequestError,
            HttpIOException failed => failed.HttpRequestError,
            IOException => HttpRequestError.ConnectionError,
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
        var codings = Listed(response.Headers, "Transfer-Encoding").Reverse().Concat(Listed(response.Content.Headers, "Content-Encoding").Reverse())
            .Where(coding => coding is not ("" or Plain or "chunked")).ToList();
        return codings.TrueForAll(coding => coding is "gzip" or "x-gzip" or "deflate" or "br")
            ? codings
            : throw new InvalidDataException("A coding that nobody asked for.");
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
                return new WireStream(codings.Aggregate(await content.ReadAsStreamAsync(cancellationToken), Decode));
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

        private static Stream Decode(Stream stream, string coding) => coding switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
            _ => new GZipStream(stream, CompressionMode.Decompress),
        };
    }

    private sealed class WireStream(Stream inner) : Stream
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
                return await inner.ReadAsync(buffer, cancellationToken);
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
            await inner.DisposeAsync();
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
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
