using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Gateway;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Pages;
using Connexions.Web.Security;
using Connexions.Web.Shared.Times;
using CsvHelper;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Usage;

/// <summary>The figures of the usage page, hour by hour or day by day, as a file for a spreadsheet.</summary>
public static class UsageCsv
{
    /// <summary>The period in the address, of the page and of its file.</summary>
    internal const string PeriodParameter = "periode";

    /// <inheritdoc cref="PeriodParameter"/>
    internal const string ProviderParameter = "fournisseur";

    private const string Route = "/utilisation/chiffres.csv";

    public static void MapUsage(this WebApplication app) => app.MapGet(Route, DownloadAsync).RequireAuthorization().WithMetadata(new ForClientsAttribute());

    internal static string AddressOf(Actor actor, UsagePeriod period, string? provider) =>
        $"{Route}?{PeriodParameter}={period}{(provider is null ? "" : $"&{ProviderParameter}={provider}")}&{MembershipPin.QueryParameter}={actor.MembershipId}";

    internal static byte[] Write(UsageView view, IStringLocalizer texts)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, CoverageCsv.Options, leaveOpen: true))
        {
            var ofTokens = view.Total.ConcernsTokens;
            csv.WriteRecord([
                texts["From"].Value,
                .. UsagePage.Figures(view.Total).Select(figure => texts[figure.Key].Value),
                .. ofTokens ? [texts["Column.InputTokens"].Value, texts["Column.OutputTokens"].Value, texts["Column.TokensUntold"].Value] : Array.Empty<string>()]);
            foreach (var step in view.Steps)
            {
                csv.WriteRecord([
                    ParisTime.ForFiles(step.At),
                    .. UsagePage.Figures(step.Counts).Select(figure => figure.Value.ToString(CultureInfo.InvariantCulture)),
                    .. ofTokens ? Tokens(step.Counts) : []]);
            }
        }

        return file.ToArray();
    }

    /// <summary>Empty where answers could have told and none did: a nought would be a figure.</summary>
    private static IEnumerable<string> Tokens(UsageCounts counts) =>
    [
        counts.IsUntold ? "" : counts.InputTokens.ToString(CultureInfo.InvariantCulture),
        counts.IsUntold ? "" : counts.OutputTokens.ToString(CultureInfo.InvariantCulture),
        counts.TokensUntold.ToString(CultureInfo.InvariantCulture),
    ];

    private static async Task<IResult> DownloadAsync(
        HttpContext context, CurrentSession session, GetUsage get, IStringLocalizer<UsagePage> texts, string? periode, string? fournisseur, CancellationToken cancellationToken)
    {
        var origin = new Origin(context.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent);
        await session.StartAsync(context.User, MembershipPin.Wanted(context.Request), origin);
        if (session.Actor is not { Client: not null } actor)
        {
            return Results.NotFound();
        }

        if (UsagePeriods.Find(periode) is not { } period)
        {
            return new PageRefusal(StatusCodes.Status400BadRequest, UsageErrors.NoSuchPeriod);
        }

        var result = await get.HandleAsync(actor, period, fournisseur, cancellationToken);
        if (!result.Succeeded)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.File(Write(result.Value, texts), "text/csv; charset=utf-8", texts["File"]);
    }
}
