namespace Connexions.Domain.Gateway;

/// <summary>
/// What calls to a provider are for. A network shares a connexion for some of them, a service token is made for some of
/// them, and each of a provider's operations has exactly one.
/// </summary>
[Flags]
public enum Purposes
{
    None = 0,

    /// <summary>E-mails to single persons: orders, reminders, answers.</summary>
    Emails = 1,

    /// <summary>Newsletters, to lists.</summary>
    Newsletters = 2,

    Contacts = 4,

    /// <summary>Models of language: conversations, texts.</summary>
    LanguageModels = 8,

    /// <summary>Texts turned into vectors, for searching.</summary>
    Embeddings = 16,

    Images = 32,

    /// <summary>Speech turned into text and back.</summary>
    Audio = 64,

    /// <summary>Everything, that which a later version of the product may add included.</summary>
    All = Emails | Newsletters | Contacts | LanguageModels | Embeddings | Images | Audio,
}

/// <summary>The text that stands for purposes in the database and in the API.</summary>
public static class PurposeCodes
{
    /// <summary>Longest text of several purposes, in characters.</summary>
    public const int MaxLength = 200;

    private const string All = "all";

    private static readonly (Purposes Purpose, string Code)[] Codes =
    [
        (Purposes.Emails, "emails"),
        (Purposes.Newsletters, "newsletters"),
        (Purposes.Contacts, "contacts"),
        (Purposes.LanguageModels, "language_models"),
        (Purposes.Embeddings, "embeddings"),
        (Purposes.Images, "images"),
        (Purposes.Audio, "audio"),
    ];

    /// <summary>Every purpose by itself, in the order in which screens show them.</summary>
    public static IEnumerable<Purposes> Each => Codes.Select(one => one.Purpose);

    /// <summary>The purposes that are in a set, each by itself.</summary>
    public static IEnumerable<Purposes> Split(this Purposes purposes) => Each.Where(one => purposes.HasFlag(one));

    public static bool Grants(this Purposes granted, Purposes wanted) => (granted & wanted) == wanted;

    /// <summary>Codes separated by commas; <c>all</c> for everything; empty for nothing.</summary>
    public static string ToText(this Purposes purposes) => purposes == Purposes.All
        ? All
        : string.Join(',', Codes.Where(one => purposes.HasFlag(one.Purpose)).Select(one => one.Code));

    /// <exception cref="FormatException">A part of the text is no purpose.</exception>
    public static Purposes Parse(string text) => text == All
        ? Purposes.All
        : text.Split(',', StringSplitOptions.RemoveEmptyEntries).Aggregate(Purposes.None, (set, code) => set | One(code));

    private static Purposes One(string code) => Codes.FirstOrDefault(one => one.Code == code) is { Code: not null } found
        ? found.Purpose
        : throw new FormatException($"'{code}' is not a purpose.");
}
