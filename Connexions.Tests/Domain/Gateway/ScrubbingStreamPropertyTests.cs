using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Gateway;

/// <summary>Whatever is written, in whatever pieces: the key never passes, and all else does, at once.</summary>
public sealed class ScrubbingStreamPropertyTests
{
    // Short ones of few letters begin again within themselves, and are in the content by chance as well.
    private static readonly string[] Keys = ["a", "ab", "aab", "aabaa", "abab/a", "//", "/a/", Planted.OpenAi(), Planted.Brevo(), Planted.Zoho() + "/+="];

    [Fact]
    public void Write_AnyContentInAnyPieces_PassesAllButTheKey() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(Cases()), example =>
        {
            var (key, content, pieces) = example;
            var inner = new MemoryStream();
            using var stream = new ScrubbingStream(inner, SecretText.From(key)!);
            var written = 0;
            for (var index = 0; written < content.Length; index++)
            {
                var piece = content.AsMemory(written, Math.Min(pieces[index % pieces.Count], content.Length - written));
                Write(stream, piece, index % 3);
                written += piece.Length;
                ExamineDelay(key, content.AsSpan(0, written), (int)inner.Length);
            }

            stream.CompleteAsync().GetAwaiter().GetResult();

            var output = Text(inner.ToArray());
            Assert.Equal(Reference(key, Text(content)), output);
            Assert.Equal(content.Length, output.Length);
            Assert.All(Spellings(key), spelling => Assert.DoesNotContain(spelling, output, StringComparison.Ordinal));
        }));

    private static void Write(ScrubbingStream stream, ReadOnlyMemory<byte> piece, int way)
    {
        switch (way)
        {
            case 0:
                stream.WriteAsync(piece).AsTask().GetAwaiter().GetResult();
                stream.FlushAsync().GetAwaiter().GetResult();
                break;
            case 1:
                stream.Write(piece.Span);
                stream.Flush();
                break;
            default:
                stream.WriteAsync(piece.ToArray(), 0, piece.Length, CancellationToken.None).GetAwaiter().GetResult();
                break;
        }
    }

    // What is held back is the beginning of a spelling, and not a whole one.
    private static void ExamineDelay(string key, ReadOnlySpan<byte> sent, int passed)
    {
        var held = Text(sent[passed..]);
        Assert.Contains(Spellings(key), spelling => held.Length < spelling.Length && spelling.StartsWith(held, StringComparison.Ordinal));
    }

    private static string Reference(string key, string content)
    {
        var output = new StringBuilder();
        while (output.Length < content.Length)
        {
            var at = output.Length;
            var found = Spellings(key).FirstOrDefault(spelling => string.CompareOrdinal(content, at, spelling, 0, spelling.Length) == 0);
            output.Append(found is null ? content[at..(at + 1)] : new string('*', found.Length));
        }

        return output.ToString();
    }

    private static string[] Spellings(string key) => [key, key.Replace("/", @"\/", StringComparison.Ordinal)];

    // One character for each byte.
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static Gen<(string Key, byte[] Content, List<int> Pieces)> Cases() =>
        from key in Gen.Elements(Keys)
        from parts in Gen.ListOf(Gen.OneOf(
            Gen.Elements(Spellings(key)),
            Gen.Choose(0, key.Length).Select(length => key[..length]),
            Gen.Choose(0, key.Length).Select(start => key[start..]),
            Gen.Elements("a", "b", "/", "\\", "s", "x", "data: {\"delta\":\"é\"}\n\n"),
            Gen.Choose(0, 255).Select(value => ((char)value).ToString())))
        from pieces in Gen.NonEmptyListOf(Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 200)))
        select (key, parts.SelectMany(part => Encoding.Latin1.GetBytes(part)).ToArray(), pieces.ToList());
}
