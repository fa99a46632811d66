using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connexions.Domain.Organisations;

namespace Connexions.Domain.Gateway;

/// <summary>What a new token is to be good for.</summary>
/// <param name="Providers">Codes of providers; never empty.</param>
/// <param name="Ranges">Where calls may come from; empty for anywhere.</param>
/// <param name="CallsPerMinute">From 1 to <see cref="ServiceToken.MaxCallsPerMinute"/>.</param>
public sealed record TokenTerms(
    string Nom, IReadOnlyList<string> Providers, Purposes Purposes, IReadOnlyList<AddressRange> Ranges, int CallsPerMinute, DateTime ExpiresAt);

/// <summary>
/// With which an agency's tool calls the gateway: made for one client, shown once, stored as a hash. It opens no
/// provider's account by itself: each call still goes by the connexion in effect, its policy and its sender.
/// </summary>
public sealed class ServiceToken : IClientOwned
{
    /// <summary>By which scanners of leaked secrets recognise a token.</summary>
    public const string Prefix = "cnx_";

    /// <summary>Length of the part that names a token without opening anything, prefix included, in characters.</summary>
    public const int HintLength = 12;

    /// <summary>Length of <see cref="TokenHash"/>, in hexadecimal digits.</summary>
    public const int TokenHashLength = 64;

    /// <summary>Longest <see cref="Seal"/>, in characters: a protected text of 64.</summary>
    public const int SealMaxLength = 500;

    /// <summary>Longest list of providers' codes, in characters.</summary>
    public const int ProvidersMaxLength = 200;

    /// <summary>Most ranges of addresses.</summary>
    public const int MaxRanges = 20;

    /// <summary>Longest list of ranges, in characters.</summary>
    public const int RangesMaxLength = 1000;

    public const int MaxCallsPerMinute = 6000;

    /// <summary>The longest a token may live.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(732);

    /// <summary>Random bytes of the part that is secret: 128 bits.</summary>
    private const int SecretBytes = 16;

    // Letters and digits only: a double click selects the whole token. 22 of them hold 128 bits (62^22 > 2^130).
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretLength = 22;

    // How much of a mail is looked at in one go, in bytes.
    private const int PieceLength = 32 * 1024;
    private const int PieceOverlap = 1024;

    // In a text that may speak of anything, what begins like a token and goes on for so long is one, or nearly.
    private const int LettersInMail = 16;

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private ServiceToken() { }

    public Guid TokenId { get; private init; }

    public Guid OrganisationId { get; private init; }

    public ClientType ClientType { get; private init; }

    public Guid ClientId { get; private init; }

    /// <summary>What its maker calls it: the tool it is for.</summary>
    public string Nom { get; private init; } = "";

    public string TokenHash { get; private init; } = "";

    /// <summary>The first characters, which tell a leaked token from another and are no part of the secret.</summary>
    public string Hint { get; private init; } = "";

    /// <summary>Providers' codes, separated by commas.</summary>
    public string Providers { get; private init; } = "";

    public Purposes Purposes { get; private init; }

    /// <summary>One range a line; null for anywhere.</summary>
    public string? AllowedRanges { get; private init; }

    public int CallsPerMinute { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public Guid CreatedBy { get; private init; }

    public DateTime ExpiresAt { get; private init; }

    public DateTime? RevokedAt { get; private set; }

    public Guid? RevokedBy { get; private set; }

    /// <summary>To within a minute.</summary>
    public DateTime? LastUsedAt { get; private set; }

    /// <summary>
    /// Says that the application stored this row, for this client and these terms: a token without one that fits opens
    /// nothing, so that whoever writes the database can neither make a token nor hand one to another client. Null once
    /// it is revoked.
    /// </summary>
    public string? Seal { get; private set; }

    /// <summary>What the seal is of, beside whose token it is, as a hash in hexadecimal digits: all that stays as it was made.</summary>
    public string SealedTerms => Hash(string.Join('\0', TokenHash, Providers, Purposes.ToText(), AllowedRanges,
        CallsPerMinute.ToString(CultureInfo.InvariantCulture), ExpiresAt.Ticks.ToString(CultureInfo.InvariantCulture)));

    public ClientRef Client => new(ClientType, ClientId);

    public ClientRef? Owner => Client;

    public bool IsOpen(DateTime now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>The token and its text, which is shown once.</summary>
    public static (ServiceToken Token, string Text) Create(Guid organisationId, ClientRef client, TokenTerms terms, Guid personId, DateTime at)
    {
        var hint = Prefix + RandomNumberGenerator.GetString(Alphabet, HintLength - Prefix.Length);
        var text = hint + Write(RandomNumberGenerator.GetBytes(SecretBytes));
        var token = new ServiceToken
        {
            TokenId = Guid.CreateVersion7(),
            OrganisationId = organisationId,
            ClientType = client.Type,
            ClientId = client.Id,
            Nom = terms.Nom,
            TokenHash = Hash(text),
            Hint = hint,
            Providers = string.Join(',', terms.Providers),
            Purposes = terms.Purposes,
            AllowedRanges = terms.Ranges.Count == 0 ? null : string.Join('\n', terms.Ranges),
            CallsPerMinute = terms.CallsPerMinute,
            CreatedAt = at,
            CreatedBy = personId,
            // It is sealed, and so has to read the same from every database: some keep fewer digits of a second.
            ExpiresAt = terms.ExpiresAt.AddTicks(-(terms.ExpiresAt.Ticks % TimeSpan.TicksPerSecond)),
        };
        return (token, text);
    }

    /// <summary>Whether a text has a token's form: nothing else is looked for in the database.</summary>
    public static bool HasForm(string text) =>
        text.Length == HintLength + SecretLength && text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Letters) < 0;

    /// <summary>Whether a text may hold a token, in whatever case and however it is escaped (<see cref="Reading"/>).</summary>
    /// <param name="letters">How many letters and digits must follow the prefix: none where nothing else has to begin like a token.</param>
    public static bool IsIn(ReadOnlySpan<char> text, int letters = 0)
    {
        using var reading = Reading.Of(text, around: 4 * HintLength);
        var found = IsWrittenIn(text, letters);
        while (!found && reading is not null)
        {
            found = IsWrittenIn(reading.Text, letters);
            if (!reading.Resolve())
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Whether a mail may hold a token; one that only speaks of tokens does not.</summary>
    /// <param name="mail">In UTF-8.</param>
    public static bool IsInMail(ReadOnlySpan<byte> mail)
    {
        // In pieces that overlap by more than a token in escapes is long: a large mail is not copied whole.
        var piece = ArrayPool<char>.Shared.Rent(PieceLength);
        var found = false;
        for (var (from, end) = (0, 0); !found && end < mail.Length; from += PieceLength - PieceOverlap)
        {
            end = Math.Min(from + PieceLength, mail.Length);
            Encoding.Latin1.GetChars(mail[from..end], piece);
            found = IsIn(piece.AsSpan(0, end - from), LettersInMail);
        }

        ArrayPool<char>.Shared.Return(piece);
        return found;
    }

    private static bool IsWrittenIn(ReadOnlySpan<char> text, int letters)
    {
        for (var from = 0; text[from..].IndexOf(Prefix, StringComparison.OrdinalIgnoreCase) is >= 0 and var next; from += next + Prefix.Length)
        {
            var rest = text[(from + next + Prefix.Length)..];
            if ((rest.IndexOfAnyExcept(Letters) is >= 0 and var end ? end : rest.Length) >= letters)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>No salt and no slow hash: 128 random bits cannot be guessed from their hash.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public void SealWith(string seal) => Seal = seal;

    public void Revoke(Guid personId, DateTime at) => (RevokedAt, RevokedBy, Seal) = (at, personId, null);

    public void Used(DateTime at) => LastUsedAt = at;

    private static string Write(ReadOnlySpan<byte> bytes)
    {
        var number = new System.Numerics.BigInteger(bytes, isUnsigned: true);
        var text = new char[SecretLength];
        for (var position = SecretLength - 1; position >= 0; position--)
        {
            number = System.Numerics.BigInteger.DivRem(number, Alphabet.Length, out var digit);
            text[position] = Alphabet[(int)digit];
        }

        return new string(text);
    }
}
