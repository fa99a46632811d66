using Connexions.Domain.Results;

namespace Connexions.Domain.Text;

public static class TextErrors
{
    public static readonly Error Required = new("Text.Required");

    /// <summary>Arguments: the limit, then the length that was given, in characters.</summary>
    public static readonly Error TooLong = new("Text.TooLong");

    public static readonly Error ControlCharacters = new("Text.ControlCharacters");

    public static readonly Error LooksLikeKey = new("Text.LooksLikeKey");

    public static readonly Error EmailInvalid = new("Text.EmailInvalid");
}
