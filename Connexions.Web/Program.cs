using Connexions.Web;
using Connexions.Web.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

// The outermost edge: what keeps the application from starting is said in one sentence, without a stack.
try
{
    if (SecretsCommand.IsMeant(args))
    {
        return await SecretsCommand.RunAsync(args);
    }

    if (DatabaseCommand.IsMeant(args))
    {
        return DatabaseCommand.Run(args);
    }

    await using var app = Hosting.Build(args);
    await Startup.PrepareAsync(app);
    await app.RunAsync();
    return 0;
}
catch (SettingException e)
{
    Console.Error.WriteLine($"Connexions cannot start. {e.Message}");
}
catch (Exception e) when (e is SqliteException or SqlException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Connexions cannot start. {Startup.Explain(e)}");
}

return 1;
