using System.Text;
using System.Text.RegularExpressions;
using Connexions.Domain.Gateway;
using Connexions.Domain.Secrets;
using Connexions.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Gateway;

/// <summary>Whatever is written, in whatever pieces: no part of the key passes in any spelling, and all else does, at once.</summary>
public sealed partial class ScrubbingStreamPropertyTests
{
    // Short ones of few letters begin again within themselves, and are in the content by chance as well.
    private static readonly string[] Keys = ["a", "ab", "aab", "aabaa", "abab/a", "//", "/a/", "aabaabaabaabaabb", Planted.OpenAi(), Planted.Brevo(), Planted.Zoho() + "/+="];

    [Fact]
    public void Write_AnyContentInAnyPieces_PassesAllButTheKey() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(Cases()), example =>
        {
            var (key, content, pieces) = example;
            var output = Written(key, content, pieces);

            Assert.Equal(content.Length, output.Length);
            Assert.DoesNotContain(Enumerable.Range(0, content.Length), at => output[at] != content[at] && output[at] != '*');
            var parts = new KeyRuns(key, KeySpellings.RunLength);
            Assert.Empty(parts.In(output));
            if (key.Length > 40)
            {
                // In whatever way it is read.
                Assert.All(KeySpelling.All, spelling => Assert.Empty(parts.In(spelling.Read(output))));
            }

            // One piece or many: only a NUL between a part's end and what follows, however it is written, may be on either side.
            var whole = Written(key, content, [content.Length + 1]);
            var nuls = Nul().Matches(content).SelectMany(nul => Enumerable.Range(nul.Index, nul.Length)).ToHashSet();
            var differs = Enumerable.Range(0, content.Length).FirstOrDefault(at => output[at] != whole[at] && !nuls.Contains(at), -1);
            Assert.True(differs < 0, $"In pieces: {Near(output, differs)}\nas a whole: {Near(whole, differs)}\nwritten: {Near(content, differs)}");
        }));

    [Fact]
    public void Write_ContentWithoutTheKey_PassesUntouched() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Arb.From(Cases()), example =>
        {
            var (_, content, pieces) = example;
            Assert.Equal(content, Written(new string('~', 40), content, pieces));
        }));

    private static string Written(string key, string content, List<int> pieces)
    {
        var inner = new MemoryStream();
        using var stream = new ScrubbingStream(inner, new KeySpellings(SecretText.From(key)!));
        var bytes = Encoding.Latin1.GetBytes(content);
        var written = 0;
        for (var index = 0; written < content.Length; index++)
        {
            var piece = bytes.AsMemory(written, Math.Min(pieces[index % pieces.Count], content.Length - written));
            Write(stream, piece, index % 3);
            written += piece.Length;
        }

        stream.CompleteAsync().GetAwaiter().GetResult();
        return Encoding.Latin1.GetString(inner.ToArray());
    }

    /// <summary>As it is, or as the escape of a page, a URL or JSON.</summary>
    [GeneratedRegex("""\0|&#[xX]?0+;?|%00|\\[uU]0000""", RegexOptions.NonBacktracking)]
    private static partial Regex Nul();

    private static string Near(string text, int at) => text[Math.Max(0, at - 60)..Math.Clamp(at + 60, 0, text.Length)];

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

    private static Gen<(string Key, string Content, List<int> Pieces)> Cases() =>
        from key in Gen.Elements(Keys)
        from parts in Gen.ListOf(Gen.OneOf(
            Gen.Elements<KeySpelling>([.. KeySpelling.All]).Select(spelling => key.Length > 40 ? spelling.Write(key) : key),
            Gen.Elements<KeySpelling>([.. KeySpelling.All]).SelectMany(spelling => Gen.Choose(0, 60).Select(length => key.Length > 40 ? spelling.Write(key)[..Math.Min(length, spelling.Write(key).Length)] : key)),
            Gen.Choose(0, key.Length).Select(length => key[..length]),
            Gen.Choose(0, key.Length).Select(start => key[start..]),
            Gen.Elements("a", "b", "/", "\\", "\\u0", "\\\\", "%", "%2", "&", "&#", "&#x6", "s", "x", "\0", "data: {\"delta\":\"é\"}\n\n"),
            Gen.Choose(0, 255).Select(value => ((char)value).ToString())))
        from pieces in Gen.NonEmptyListOf(Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 200)))
        select (key, string.Concat(parts), pieces.ToList());
}
