using System.Diagnostics;
using System.Globalization;
using System.Text;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations.Brevo;
using Connexions.Domain.Sharing;

namespace Connexions.Bench.Gateway;

/// <summary><c>mails</c>: what reading a mail costs, by what fills it: time has to grow with bytes and no faster.</summary>
internal static class MailShapes
{
    private static readonly SenderTerms Terms = new(new Sender("contact@agence.test", "Agence"), IsShared: true);

    private static readonly (string Name, string Before, string Piece, string After)[] Shapes =
    [
        ("empty objects", ",\"params\":{\"a\":[0", ",{}", "]}"),
        ("lists in lists", ",\"params\":", "[", ""),
        ("one plain text", ",\"htmlContent\":\"", "texte simple ", "\""),
        ("a page", ",\"htmlContent\":\"", "<p style='a:b;c:d'>&eacute;t&eacute; 100 % \\u003cb\\u003e</p>\\n", "\""),
        ("ampersands", ",\"htmlContent\":\"", "&", "\""),
        ("escapes of JSON", ",\"htmlContent\":\"", "\\u00e9", "\""),
        ("backslashes", ",\"htmlContent\":\"", "\\\\", "\""),
        ("escapes of URLs", ",\"htmlContent\":\"", "%25", "\""),
        ("digits", ",\"params\":{\"a\":1", "1", "}"),
    ];

    public static void Run()
    {
        // Twice: the first time, the runtime has not optimised the code.
        foreach (var shape in Shapes.Concat(Shapes))
        {
            var line = new StringBuilder($"{shape.Name,-16}");
            foreach (var megabytes in new[] { 1, 2, 4, 8, 16 })
            {
                var body = Fill(shape, megabytes * 1_000_000);
                var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
                var check = new BrevoMail().Check(body, Terms);
                var isSent = check.Succeeded && !ServiceToken.IsInMail(check.Value.Body);
                line.Append(CultureInfo.InvariantCulture, $"  {megabytes,2} MB {watch.Elapsed.TotalMilliseconds,6:F0} ms {(GC.GetAllocatedBytesForCurrentThread() - before) / 1e6,4:F0} MB{(isSent ? "" : " refused")}");
            }

            GatewayLoad.Say($"{line}");
        }
    }

    private static byte[] Fill((string Name, string Before, string Piece, string After) shape, int bytes)
    {
        var body = new StringBuilder(bytes + 200).Append("{\"to\":[{\"email\":\"client@exemple.test\"}]").Append(shape.Before);
        return Encoding.UTF8.GetBytes(body.Insert(body.Length, shape.Piece, bytes / shape.Piece.Length).Append(shape.After).Append('}').ToString());
    }
}
