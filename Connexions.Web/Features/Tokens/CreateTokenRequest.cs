using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Domain.Secrets;
using Connexions.Domain.Text;
using Connexions.Web.Shared.Times;

namespace Connexions.Web.Features.Tokens;

/// <summary>How long a new token works.</summary>
public enum TokenLife
{
    ThirtyDays,
    NinetyDays,
    OneYear,
    TwoYears,

    /// <summary>Until a day begins that the person chooses.</summary>
    UntilDay,
}

/// <summary>What was typed into the form.</summary>
/// <param name="Client">The client the form was opened for, and its button names.</param>
public sealed record CreateTokenRequest(ClientRef Client)
{
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>Of a line that is no range, so many characters are given back.</summary>
    private const int LineShown = 45;

    public string? Name { get; init; }

    /// <summary>Codes of providers.</summary>
    public IReadOnlyCollection<string> Providers { get; init; } = [];

    public Purposes Purposes { get; init; }

    public TokenLife Life { get; init; } = TokenLife.OneYear;

    /// <summary>In <see cref="DayFormat"/>; counts with <see cref="TokenLife.UntilDay"/> alone.</summary>
    public string? Day { get; init; }

    /// <summary>From where calls may come, one range a line; empty for anywhere.</summary>
    public string? Ranges { get; init; }

    public string? CallsPerMinute { get; init; } = "60";

    /// <summary>The days that can be chosen for the end, in Paris.</summary>
    public static (DateOnly First, DateOnly Last) Days(DateTime now) => (ParisDay.Of(now).AddDays(1), ParisDay.Of(now + ServiceToken.LongestLife));

    /// <summary>The terms, or everything that is wrong with them, each beside its field.</summary>
    public Result<TokenTerms> Check(DateTime now)
    {
        var errors = new List<Error>();
        var name = Take(PlainText.Name(Name, nameof(Name)));
        Take(CheckScope());
        var expiresAt = Take(ReadExpiry(now));
        var ranges = Take(ReadRanges());
        var calls = Take(ReadCalls());
        return errors.Count > 0 ? errors : new TokenTerms(name!, [.. Chosen.Select(provider => provider.Code)], Purposes, ranges!, calls, expiresAt);

        T? Take<T>(Result<T> result)
        {
            errors.AddRange(result.Errors);
            return result.Value;
        }
    }

    /// <summary>In the catalogue's order.</summary>
    public IEnumerable<Provider> Chosen => ProviderCatalogue.All.Where(provider => Providers.Contains(provider.Code));

    // What was typed may be anything, a secret included.
    public override string ToString() => $"{Client}";

    private Result<Done> CheckScope()
    {
        if (Providers.Any(code => ProviderCatalogue.All.All(provider => provider.Code != code)))
        {
            return Error.NotFound;
        }

        if (Providers.Count == 0)
        {
            return TokenErrors.NoProvider;
        }

        if (Purposes == Purposes.None)
        {
            return TokenErrors.NoPurpose;
        }

        var offered = Chosen.Aggregate(Purposes.None, (set, provider) => set | provider.Gateway.Purposes);
        List<Error> errors =
        [
            .. offered.Grants(Purposes) ? [] : new[] { TokenErrors.PurposeNotOffered },
            .. Chosen.Where(provider => (provider.Gateway.Purposes & Purposes) == Purposes.None)
                .Select(provider => TokenErrors.ProviderWithoutPurpose with { Arguments = [provider.Name] }),
        ];
        return errors.Count > 0 ? errors : new Done();
    }

    private Result<DateTime> ReadExpiry(DateTime now)
    {
        switch (Life)
        {
            case TokenLife.ThirtyDays:
                return now.AddDays(30);
            case TokenLife.NinetyDays:
                return now.AddDays(90);
            case TokenLife.OneYear:
                return now.AddYears(1);
            case TokenLife.TwoYears:
                return now.AddYears(2);
            default:
                var (first, last) = Days(now);
                return !DateOnly.TryParseExact(Day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? TokenErrors.DayInvalid
                    : day < first || day > last ? TokenErrors.DayOutOfRange with { Arguments = [first, last] }
                    : ParisDay.Start(day);
        }
    }

    private Result<IReadOnlyList<AddressRange>> ReadRanges()
    {
        var lines = (Ranges ?? "").Split('\n').Select((line, index) => (Text: PlainText.Clean(line), Number: index + 1)).Where(line => line.Text is not null).ToList();
        if (lines.Count > ServiceToken.MaxRanges)
        {
            return TokenErrors.TooManyRanges with { Arguments = [ServiceToken.MaxRanges, lines.Count] };
        }

        var read = lines.ConvertAll(line => (Range: AddressRange.Parse(line.Text!), line.Number, Text: line.Text!));
        var errors = read.Where(line => line.Range is null or { IsEverywhere: true }).Select(line =>
            KeyInText.IsIn(line.Text) ? TextErrors.LooksLikeKey.On(nameof(Ranges))
            : (line.Range is null ? TokenErrors.RangeInvalid : TokenErrors.RangeEverywhere) with
            {
                Arguments = [line.Number, line.Text.Length > LineShown ? line.Text[..LineShown] + "…" : line.Text],
            }).ToList();
        return errors.Count > 0 ? errors : Result<IReadOnlyList<AddressRange>>.Success([.. read.Select(line => line.Range!).Distinct()]);
    }

    private Result<int> ReadCalls() =>
        int.TryParse(PlainText.Clean(CallsPerMinute), NumberStyles.None, CultureInfo.InvariantCulture, out var calls) && calls is > 0 and <= ServiceToken.MaxCallsPerMinute
            ? calls
            : TokenErrors.CallsOutOfRange with { Arguments = [ServiceToken.MaxCallsPerMinute] };
}
