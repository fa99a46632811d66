using System.Globalization;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Security;
using Connexions.Web.Shared.Times;
using CsvHelper;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing.Coverage;

/// <summary>The coverage board as a file for a spreadsheet: nothing that the board does not show.</summary>
public static class CoverageCsv
{
    public const string Address = "/partage/couverture.csv";

    public static void MapSharing(this WebApplication app) =>
        app.MapGet(Address, DownloadAsync).RequireAuthorization().WithMetadata(new ForRoleAttribute(Role.Directeur));

    /// <summary>As every file for a spreadsheet is written.</summary>
    internal static readonly CsvWriterOptions Options = new()
    {
        // What a French Excel takes for a separator, in the encoding that the mark announces to it.
        Separator = ';',
        WriteByteOrderMark = true,
        // Every field, so that a spreadsheet with another idea of the separator does not cut a name in two.
        Quoting = CsvQuoting.Always,
        // What begins like a formula (= @ + -, tab, CR) gets an apostrophe in front: a spreadsheet shows it and runs nothing.
        Injection = CsvInjection.Escape,
    };

    internal static byte[] Write(FamilyCoverage coverage, IStringLocalizer texts, SituationSentences sentences)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, Options, leaveOpen: true))
        {
            csv.WriteRecord([texts["Agency"].Value, .. ProviderCatalogue.All.SelectMany(provider =>
                new[] { texts["Csv.Source", provider.Name].Value, texts["Csv.State", provider.Name].Value, texts["Csv.VerifiedAt", provider.Name].Value })]);
            foreach (var row in coverage.Rows)
            {
                csv.WriteRecord([row.Nom, .. row.Cells.SelectMany(cell =>
                    new[] { sentences.Account(cell.Situation), sentences.StateBeside(cell.Situation), Moment(cell.Situation.Facts?.VerifiedAt) })]);
            }
        }

        return file.ToArray();
    }

    private static string Moment(DateTime? at) => at is { } utc ? ParisTime.ForFiles(utc) : "";

    private static async Task<IResult> DownloadAsync(
        HttpContext context, CurrentSession session, GetCoverage get, IStringLocalizer<CoverageBoard> texts, SituationSentences sentences, CancellationToken cancellationToken)
    {
        var origin = new Origin(context.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent);
        await session.StartAsync(context.User, MembershipPin.Wanted(context.Request), origin);
        if (session.Actor is not { Role: Role.Directeur } actor)
        {
            return Results.NotFound();
        }

        var result = await get.HandleAsync(actor, cancellationToken);
        if (!result.Succeeded)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.File(Write(result.Value, texts, sentences), "text/csv; charset=utf-8", texts["File"]);
    }
}
