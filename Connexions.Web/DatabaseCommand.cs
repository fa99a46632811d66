using Connexions.Web.Persistence;

namespace Connexions.Web;

/// <summary><c>database script</c>: what whoever looks after a SQL Server runs there by themselves. It opens no database and reads no setting.</summary>
internal static class DatabaseCommand
{
    private const string Usage = """
        Usage: database script
          Prints the T-SQL that brings a SQL Server database, empty or of any earlier version, to this version. It can be run again.
        """;

    public static bool IsMeant(string[] args) => args is ["database", ..];

    /// <returns>0; 2 when the command was not understood.</returns>
    public static int Run(string[] args)
    {
        if (args is not ["database", "script"])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Console.Out.Write(MigrationScript.ForSqlServer());
        return 0;
    }
}
