using System.Text;

namespace Connexions.Web.Demo.Providers;

/// <summary>An answer, byte for byte.</summary>
/// <param name="Pieces">One is sent with its length, as a whole; several each by themselves, with a pause between them. None: no body at all.</param>
internal sealed record FakeAnswer(int Status, IReadOnlyList<byte[]> Pieces, string ContentType = "application/json")
{
    private static readonly IReadOnlyList<byte[]> Nothing = [];

    public FakeAnswer(int status, string body, string contentType = "application/json")
        : this(status, [Encoding.UTF8.GetBytes(body)], contentType)
    {
    }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Done, and there is nothing to say.</summary>
    public static FakeAnswer NoContent { get; } = new(204, Nothing);

    /// <summary>The first half of it, as if that were all.</summary>
    public FakeAnswer Half() => this with { Pieces = Pieces is [var only] ? [only[..(only.Length / 2)]] : [.. Pieces.Take(Pieces.Count / 2)] };

    /// <summary>
    /// The same with the key inside: as a further member of its JSON (in the middle of a stream: of that event's), or,
    /// in what is not JSON, somewhere in the middle.
    /// </summary>
    /// <param name="split">Whether one half of the key is sent before the pause, the other after it.</param>
    public FakeAnswer Repeating(string key, bool split)
    {
        if (Pieces.Count == 0)
        {
            return this;
        }

        var index = Pieces.Count / 2;
        var piece = Pieces[index];
        var brace = Array.IndexOf(piece, (byte)'{');
        var at = brace < 0 ? piece.Length / 2 : brace + 1;
        byte[] with = [.. piece[..at], .. Encoding.UTF8.GetBytes(brace < 0 ? key : $"\"echo\":\"{key}\","), .. piece[at..]];
        var half = at + (brace < 0 ? 0 : 8) + (key.Length / 2);
        return this with
        {
            Pieces = [.. Pieces.Take(index), .. split ? [with[..half], with[half..]] : new[] { with }, .. Pieces.Skip(index + 1)],
        };
    }

    /// <param name="cut">Whether the connection is closed in the middle, once what came before is sent.</param>
    /// <exception cref="IOException">It is cut: Kestrel sends what there is and closes the connection, where aborting it would take back what still lies in its buffers.</exception>
    public async Task WriteAsync(HttpContext context, TimeSpan pause, bool cut)
    {
        var response = context.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Pieces.Count == 0)
        {
            return;
        }

        response.ContentType = ContentType;
        response.ContentLength = Pieces is [var whole] ? whole.Length : null;
        var sent = cut ? Half().Pieces : Pieces;
        for (var index = 0; index < sent.Count; index++)
        {
            if (index > 0)
            {
                await Task.Delay(pause, context.RequestAborted);
            }

            await response.Body.WriteAsync(sent[index], context.RequestAborted);
            if (sent.Count > 1 || cut)
            {
                await response.Body.FlushAsync(context.RequestAborted);
            }
        }

        if (cut)
        {
            await Task.Delay(pause, context.RequestAborted);
            throw new IOException("Cut, as the case wants it.");
        }
    }
}
