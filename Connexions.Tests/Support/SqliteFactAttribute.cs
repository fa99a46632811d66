namespace Connexions.Tests.Support;

/// <summary>A test about SQLite itself, its plans and its files: it stays out of a run that is taken to a server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteFactAttribute : FactAttribute
{
    public SqliteFactAttribute() => Skip = About;

    /// <summary>Null while there is no server.</summary>
    internal static string? About => TestServer.ConnectionString is null ? null : $"About SQLite: runs where {TestServer.Variable} is not set.";
}

/// <inheritdoc cref="SqliteFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    public SqliteTheoryAttribute() => Skip = SqliteFactAttribute.About;
}
