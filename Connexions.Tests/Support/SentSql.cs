using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Connexions.Tests.Support;

/// <param name="Value">As it was when the statement was sent first.</param>
public sealed record SentParameter(string Name, DbType Type, int Size, object? Value);

/// <summary>A statement that EF sent to a database under test.</summary>
public sealed record SentStatement(DatabaseProvider Database, string Text, IReadOnlyList<SentParameter> Parameters, CommandSource Source);

/// <summary>
/// All that EF sends in this process, each text once, whichever test sends it and whichever database it goes to: what a
/// rule for every statement is asked of, without a list kept by hand. It hears EF's own diagnostics, so that the
/// application needs nothing for it.
/// </summary>
internal static class SentSql
{
    private static readonly ConcurrentDictionary<(DatabaseProvider Database, string Text), SentStatement> statements = new();

    public static IReadOnlyCollection<SentStatement> All => (IReadOnlyCollection<SentStatement>)statements.Values;

    /// <summary>
    /// A text that was not sent before, with the command that is about to send it, on the sender's own thread: what is thrown
    /// here fails the test that sends it. Subscribe in a module initialiser, before the first statement.
    /// </summary>
    public static event Action<SentStatement, DbCommand>? New;

    /// <summary>A command whose text was sent before.</summary>
    public static event Action<DbCommand>? Again;

    /// <summary>Every statement, each time, on the sender's own thread: whoever holds the thread up holds the sender up.</summary>
    public static event Action<CommandEventData>? Sending;

    /// <summary>A query that EF translates, once for each database's model, with the context that asks for it.</summary>
    public static event Action<QueryExpressionEventData>? Translating;

#pragma warning disable CA2255 // Before any test, without each having to say so.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Listen() => DiagnosticListener.AllListeners.Subscribe(new Hearer<DiagnosticListener>(listener =>
    {
        if (listener.Name == DbLoggerCategory.Name)
        {
            listener.Subscribe(new Hearer<KeyValuePair<string, object?>>(Hear), name => name == Executing || name == Compiling);
        }
    }));

    private static string Executing => RelationalEventId.CommandExecuting.Name!;

    private static string Compiling => CoreEventId.QueryCompilationStarting.Name!;

    private static void Hear(KeyValuePair<string, object?> told)
    {
        switch (told.Value)
        {
            case CommandEventData sent:
                Hear(sent);
                break;
            case QueryExpressionEventData query:
                Translating?.Invoke(query);
                break;
        }
    }

    private static void Hear(CommandEventData sent)
    {
        Sending?.Invoke(sent);
        var (command, database) = (sent.Command, sent.Command is SqlCommand ? DatabaseProvider.SqlServer : DatabaseProvider.Sqlite);
        if (statements.ContainsKey((database, command.CommandText)))
        {
            Again?.Invoke(command);
            return;
        }

        var statement = new SentStatement(
            database, command.CommandText,
            [.. command.Parameters.Cast<DbParameter>().Select(one => new SentParameter(one.ParameterName, one.DbType, one.Size, one.Value))], sent.CommandSource);
        if (statements.TryAdd((database, command.CommandText), statement))
        {
            New?.Invoke(statement, command);
        }
    }

    private sealed class Hearer<T>(Action<T> hear) : IObserver<T>
    {
        public void OnNext(T value) => hear(value);

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
