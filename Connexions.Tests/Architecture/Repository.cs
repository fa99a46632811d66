namespace Connexions.Tests.Architecture;

/// <summary>The sources, as they lie on the disk of whoever runs the tests.</summary>
internal static class Repository
{
    private static readonly string[] NotSources = ["bin", "obj", ".git", ".vs", ".idea", "App_Data", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string pattern) => Folders(new DirectoryInfo(Root))
        .SelectMany(folder => folder.EnumerateFiles(pattern)).Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

    /// <summary>The application's own files: no tests, no generated migrations.</summary>
    public static IEnumerable<string> ProductFiles(string pattern) => Files(pattern).Where(file =>
        (file.StartsWith("Connexions.Domain/", StringComparison.Ordinal) || file.StartsWith("Connexions.Web/", StringComparison.Ordinal))
        && !file.Contains("/Migrations/", StringComparison.Ordinal));

    public static IEnumerable<string> FolderNames() => Folders(new DirectoryInfo(Root)).Select(folder => Path.GetRelativePath(Root, folder.FullName).Replace('\\', '/'));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<DirectoryInfo> Folders(DirectoryInfo folder) => folder.EnumerateDirectories()
        .Where(child => !NotSources.Contains(child.Name, StringComparer.Ordinal)).SelectMany(Folders).Prepend(folder);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Connexions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
