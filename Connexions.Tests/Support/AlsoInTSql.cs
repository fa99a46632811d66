using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Connexions.Web.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Tests.Support;

/// <summary>
/// Every query that a test asks of SQLite is translated for SQL Server as well, and read by Microsoft's parser, the first
/// time it is asked: one that SQL Server could not be asked fails the test that asks it, with no server in sight.
/// </summary>
internal static class AlsoInTSql
{
    private static readonly MethodInfo AskMethod = typeof(AlsoInTSql).GetMethod(nameof(Ask), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly Lazy<DbContextOptions<SqlServerConnexionsDbContext>> Options = new(() =>
        new DbContextOptionsBuilder<SqlServerConnexionsDbContext>()
            .UseApplicationServiceProvider(DesignTimeServices.Create()).UseSqlServer("Server=nowhere").AddInterceptors(new Nowhere()).Options);

#pragma warning disable CA2255 // Before any test, without each having to say so.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Listen()
    {
        SentSql.New += (statement, _) =>
        {
            if (statement.Database == DatabaseProvider.SqlServer)
            {
                TSql.Parse(statement.Text);
            }
        };
        SentSql.Translating += query =>
        {
            if (query.Context is SqliteConnexionsDbContext asked)
            {
                Translate(query.Expression, asked);
            }
        };
    }

    private static void Translate(Expression query, SqliteConnexionsDbContext asked)
    {
        using var db = new SqlServerConnexionsDbContext(Options.Value, asked.Scope);
        var moved = new Roots(db.Model);
        var expression = moved.Visit(query);
        if (moved.AreRaw)
        {
            // SQL in one database's own words: the other has its own, which is parsed where it is tested.
            return;
        }

        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var parameter in moved.Parameters)
        {
            context.Parameters[parameter.Name] = Any(parameter.Type);
        }

        var sequence = expression.Type.IsGenericType && expression.Type.IsAssignableTo(typeof(IQueryable)) ? expression.Type.GetGenericArguments()[0] : null;
        AskMethod.MakeGenericMethod(sequence is null ? expression.Type : typeof(IEnumerable<>).MakeGenericType(sequence))
            .Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [db, expression, context], culture: null);
    }

    private static void Ask<TResult>(ConnexionsDbContext db, Expression query, QueryContext context)
    {
        var asked = db.GetService<IDatabase>().CompileQuery<TResult>(query, async: false);
        try
        {
            if (asked(context) is System.Collections.IEnumerable rows)
            {
                foreach (var _ in rows)
                {
                }
            }
        }
        catch (InvalidOperationException e) when (e.Source == "Microsoft.EntityFrameworkCore" || e.Source == "Microsoft.EntityFrameworkCore.Relational" || e.Source == "System.Linq")
        {
            // Nothing comes back from nowhere: a count or a single row is missed, once the statement was sent.
        }
    }

    /// <summary>Some value of a type: what a statement looks like hangs on whether it is null, and how many there are.</summary>
    private static object? Any(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "x";
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0);
        }

        if (type.IsValueType)
        {
            return type == typeof(Guid) ? Guid.NewGuid() : type == typeof(DateTime) ? DateTime.UtcNow : Activator.CreateInstance(type);
        }

        var element = type.IsArray ? type.GetElementType()! : type.GetInterfaces().Append(type)
            .Where(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>)).Select(one => one.GetGenericArguments()[0]).FirstOrDefault();
        if (element is null)
        {
            return null;
        }

        var some = Array.CreateInstance(element, 2);
        some.SetValue(Any(element), 0);
        some.SetValue(Any(element), 1);
        return type.IsInstanceOfType(some) ? some : Activator.CreateInstance(type, some);
    }

    /// <summary>The same query over the other database's tables.</summary>
    private sealed class Roots(IModel model) : ExpressionVisitor
    {
        public HashSet<QueryParameterExpression> Parameters { get; } = [];

        public bool AreRaw { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is QueryParameterExpression parameter)
            {
                Parameters.Add(parameter);
                return node;
            }

            if (node is not EntityQueryRootExpression root)
            {
                return base.VisitExtension(node);
            }

            // What is no entity comes of SQL by itself.
            AreRaw |= model.FindEntityType(root.EntityType.Name) is null;
            return AreRaw ? node : new EntityQueryRootExpression(model.FindEntityType(root.EntityType.Name)!);
        }
    }

    /// <summary>Opens nothing and sends nothing.</summary>
    private sealed class Nowhere : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            using var nothing = new DataTable();
            return InterceptionResult<DbDataReader>.SuppressWithResult(nothing.CreateDataReader());
        }

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
            InterceptionResult<int>.SuppressWithResult(0);
    }
}
