namespace Connexions.Tests.Support;

/// <summary>One folder for all files of this test run, so that runs beside each other never meet; gone with the process.</summary>
internal static class TestFolder
{
    private static readonly Lazy<DirectoryInfo> Root = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("connexions-tests-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        return folder;
    });

    public static string NewFile(string extension) => Path.Combine(Root.Value.FullName, Guid.NewGuid().ToString("N") + extension);

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Windows keeps a file that something still holds open; the system's own cleaning takes it later.
        }
    }
}
