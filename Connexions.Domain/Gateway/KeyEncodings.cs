using System.Text;

namespace Connexions.Domain.Gateway;

/// <summary>A key as it reads inside longer texts that were encoded.</summary>
internal static class KeyEncodings
{
    /// <summary>In hexadecimal, and in base64 with so many bytes before it: of each the characters that the key decides alone.</summary>
    public static IEnumerable<string> Of(string key)
    {
        var bytes = new byte[2 + key.Length];
        Encoding.ASCII.GetBytes(key, bytes.AsSpan(2));
        yield return Convert.ToHexStringLower(bytes, 2, key.Length);
        for (var before = 0; before < 3; before++)
        {
            var base64 = Convert.ToBase64String(bytes, 2 - before, before + key.Length)[(((before * 8) + 5) / 6)..((before + key.Length) * 8 / 6)];
            yield return base64;
            // There are two alphabets, which differ in two characters.
            if (base64.AsSpan().ContainsAny('+', '/'))
            {
                yield return base64.Replace('+', '-').Replace('/', '_');
            }
        }
    }
}
