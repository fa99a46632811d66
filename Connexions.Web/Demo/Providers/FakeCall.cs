namespace Connexions.Web.Demo.Providers;

/// <summary>One call as it arrived: never the key, wherever it stood.</summary>
/// <param name="Path">Decoded.</param>
/// <param name="Target">Path and query as they came on the line.</param>
/// <param name="Headers">In any case; in the place of the header that carries the key there is <see cref="Hidden"/>.</param>
/// <param name="KeyKnown">Whether the key that came was one that this provider knows.</param>
/// <param name="BodyLength">In bytes.</param>
/// <param name="BodySha256">In lower-case hexadecimal digits.</param>
public sealed record FakeCall(
    string Method, string Path, string Target, IReadOnlyDictionary<string, string> Headers, bool KeyKnown, long BodyLength, string BodySha256)
{
    /// <summary>Stands for the key.</summary>
    public const string Hidden = "•••";

    /// <summary>With its question mark; empty when there is none.</summary>
    public string Query => Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? Target[start..] : "";
}

/// <summary>A mail that was taken, or a newsletter that was set up.</summary>
/// <param name="Account">The name of the account whose key came with it.</param>
/// <param name="Sender">The address it goes out under; null where the provider would take it from a template.</param>
/// <param name="Recipients">Addresses, copies included; of a newsletter <c>list 3</c>.</param>
public sealed record FakeMail(string Account, string? Sender, string? SenderName, IReadOnlyList<string> Recipients, string? Subject);
