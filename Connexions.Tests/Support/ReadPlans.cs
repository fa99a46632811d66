using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit.Sdk;

namespace Connexions.Tests.Support;

/// <summary>
/// Every statement that the application sends to SQLite while the tests run finds its rows by an index: none goes through
/// a table that grows with the number of clients. The first test that sends another one fails where it is sent, and again
/// where its database ends, should somebody have caught that.
/// </summary>
internal static partial class ReadPlans
{
    /// <summary>Tables that hold a handful of rows, however many clients there are.</summary>
    private static readonly FrozenSet<string> Small = FrozenSet.Create(StringComparer.Ordinal, "data_protection_keys", "fingerprint_peppers", "job_leases");

    /// <summary>What may go through a whole table: who sends it, through which, and why.</summary>
    private static readonly (string Sender, string Table, string Reason)[] Exceptions =
    [
        ("Demo.DemoData", "organisations", "Asks whether there is any at all: the first row ends it."),
        ("Features.Verifications.ReprotectSecrets", "*", "An operator's command that protects every key anew: it has to come by each of them."),
        ("Security.SecretCarryOver", "*", "The upgrade's one walk, before the first request: it has to come by each key and token."),
        ("Features.Administration.Organisations.ListOrganisations", "organisations", "The first thousand in the order of their names, which is an index's."),
        ("Features.Administration.Accounts.ListPeople", "AspNetUsers", "The first thousand in the order of their names, which is an index's."),
        ("Features.Administration.Organisations.ListNetworks", "reseau", "The first hundred in the order of their names, which is an index's."),
        ("Features.Support.FindConnexions", "*", "The first thousand in the order of their last change, which is an index's."),
    ];

    private static readonly ConcurrentBag<(string File, string Fault)> Found = [];

    /// <summary>Those that so far only a test sent by itself: the application may send the same.</summary>
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> SentByTests = new(StringComparer.Ordinal);

#pragma warning disable CA2255 // Before any test, without each having to say so.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Listen()
    {
        SentSql.New += (statement, command) =>
        {
            if (command is SqliteCommand sqlite && statement.Source != CommandSource.Migrations && Planned().IsMatch(command.CommandText) && Scans(sqlite) is { Count: > 0 } scans)
            {
                Judge(sqlite, scans);
            }
        };
        SentSql.Again += command =>
        {
            if (command is SqliteCommand sqlite && SentByTests.TryGetValue(command.CommandText, out var scans))
            {
                Judge(sqlite, scans);
            }
        };
    }

    /// <exception cref="XunitException">Something that was sent to this database goes through a whole table.</exception>
    public static void AssertSeeks(string file)
    {
        if (Found.FirstOrDefault(found => found.File == file).Fault is { } fault)
        {
            throw new XunitException(fault);
        }
    }

    private static void Judge(SqliteCommand command, IReadOnlyList<string> scans)
    {
        var sender = Sender();
        if (sender is null)
        {
            SentByTests[command.CommandText] = scans;
            return;
        }

        SentByTests.TryRemove(command.CommandText, out _);
        var unexpected = scans.Where(table => !Exceptions.Any(one => sender == one.Sender && (one.Table == "*" || one.Table == table))).ToList();
        if (unexpected.Count > 0)
        {
            var fault = $"""
                {sender} goes through the whole of {string.Join(", ", unexpected.Distinct(StringComparer.Ordinal))}: give it an index (QueryPlan shows what SQLite makes
                of a query), ask for the rows by one that is there, or, if it has to, add it to the exceptions in ReadPlans with the reason.

                {command.CommandText}
                """;
            Found.Add((command.Connection!.DataSource, fault));
            throw new XunitException(fault);
        }
    }

    /// <summary>The tables that a statement goes through from end to end, the automatic index that stands for one included.</summary>
    internal static IReadOnlyList<string> Scans(SqliteCommand command)
    {
        using var explain = command.Connection!.CreateCommand();
        explain.Transaction = command.Transaction;
#pragma warning disable CA2100 // The application's own statement.
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
        foreach (SqliteParameter parameter in command.Parameters)
        {
            explain.Parameters.AddWithValue(parameter.ParameterName, parameter.Value ?? DBNull.Value);
        }

        var tables = Aliases().Matches(command.CommandText).ToLookup(match => match.Groups["alias"].Value, match => match.Groups["table"].Value, StringComparer.Ordinal);
        var scans = new List<string>();
        using var steps = explain.ExecuteReader();
        while (steps.Read())
        {
            // What is searched in a virtual table (a list of values, the full-text index) is no scan, whatever SQLite calls it.
            var step = steps.GetString(3);
            if (Step().Match(step) is { Success: true } scan && (scan.Groups["how"].Value == "SCAN" || step.Contains("AUTOMATIC", StringComparison.Ordinal))
                && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal))
            {
                // Without an alias it is the table's own name, else that of a query within the query.
                var alias = scan.Groups["alias"].Value;
                scans.AddRange(tables.Contains(alias) ? tables[alias] : From().Matches(command.CommandText).Select(match => match.Groups["table"].Value).Where(table => table == alias));
            }
        }

        scans.RemoveAll(Small.Contains);
        return scans;
    }

    /// <summary>Which class of the application sends it; null when a test does so itself.</summary>
    private static string? Sender()
    {
        foreach (var frame in new StackTrace().GetFrames())
        {
            var type = frame.GetMethod()?.DeclaringType;
            while (type?.DeclaringType is { } outer)
            {
                type = outer;
            }

            if (type is null || type == typeof(ReadPlans) || type == typeof(SentSql) || type.Namespace?.StartsWith(nameof(Connexions), StringComparison.Ordinal) is not true)
            {
                continue;
            }

            return type.Assembly == Assembly.GetExecutingAssembly() ? null : type.FullName!.Replace("Connexions.Web.", "", StringComparison.Ordinal);
        }

        // Nobody of ours on the way here: a framework's own work, which the application set going.
        return "the framework";
    }

    // A condition that is never true ("WHERE 0": one of an empty list) is told as a scan, and reads nothing.
    [GeneratedRegex(@"\A(?![\s\S]*\bWHERE 0\b)(\s|--[^\n]*\n)*(SELECT|WITH|UPDATE|DELETE)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Planned();

    [GeneratedRegex("""
        "(?<table>\w+)" AS "(?<alias>\w+)"
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Aliases();

    [GeneratedRegex("""
        \b(FROM|JOIN|UPDATE)\s+"?(?<table>\w+)
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex From();

    [GeneratedRegex(@"^(?<how>SCAN|SEARCH) (?<alias>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Step();
}
