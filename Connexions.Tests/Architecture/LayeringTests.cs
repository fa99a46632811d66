using System.Text.RegularExpressions;
using Connexions.Domain.Integrations;

namespace Connexions.Tests.Architecture;

public sealed partial class LayeringTests
{
    private static readonly string[] LiftsOrSkips = ["IgnoreQueryFilters", "ExecuteUpdate", "ExecuteDelete", "FromSql", "ExecuteSql", "SqlQuery"];

    private static readonly string[] MayLift =
        ["Connexions.Web/Persistence/AuditPen.cs", "Connexions.Web/Persistence/CrossTenantReads.cs", "Connexions.Web/Persistence/Search/SearchIndex.cs"];

    /// <summary>Writes its statements by hand, and lifts nothing.</summary>
    private const string Prepared = "Connexions.Web/Persistence/PreparedCommand.cs";

    /// <summary>Older than the rule, and named by its address alone.</summary>
    private const string OnlyARoute = "Connexions.Web.Features.Dashboard.Dashboard";

    private static IEnumerable<string> Sources => Repository.ProductFiles("*.cs").Concat(Repository.ProductFiles("*.razor"));

    [Fact]
    public void Domain_References_TheBaseLibraryOnly()
    {
        Rule.NobodyBreaks("The domain rests on the base library alone: move what needs these to Connexions.Web", typeof(Connexion).Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib")));
        Rule.NobodyBreaks("Take these lines out of Connexions.Domain.csproj, which references nothing", Repository.Read("Connexions.Domain/Connexions.Domain.csproj").Split('\n')
            .Where(line => line.Contains("PackageReference", StringComparison.Ordinal) || line.Contains("ProjectReference", StringComparison.Ordinal)));
    }

    [Fact]
    public void Domain_Sources_KnowNothingOfTheWeb() => Rule.NobodyBreaks(
        "The domain knows neither the web nor Microsoft's libraries: hand it what it needs as a parameter, or move the code to Connexions.Web",
        Repository.Files("*.cs").Where(file => file.StartsWith("Connexions.Domain/", StringComparison.Ordinal) && Matches(file, @"\b(Connexions\.Web|Microsoft\.)")));

    [Fact]
    public void Filters_AreLiftedAndTheGuardSkipped_InThreeFilesOnly() => Rule.Are(
        MayLift, Sources.Where(file => LiftsOrSkips.Any(name => Matches(file, $@"\.{name}\w*\s*[<(]"))),
        lacking: "These lift no filter any more: take them off MayLift in this test",
        surplus: "Ask CrossTenantReads for rows of other organisations, and load, change and save instead of writing past the guard; here a filter is lifted or the guard skipped");

    [Fact]
    public void Ban_IsLifted_InTheSameFilesOnly() => Rule.Are(
        [.. MayLift, Prepared], Sources.Where(file => Repository.Read(file).Contains("RS0030", StringComparison.Ordinal)),
        lacking: "These lift the ban of BannedSymbols.txt no more: take them off the list in this test",
        surplus: "Take the #pragma for RS0030 out: what BannedSymbols.txt bans goes past the walls, and only the files of MayLift may");

    /// <summary>A misspelt or outdated id in BannedSymbols.txt bans nothing, and says nothing.</summary>
    [Fact]
    public void Ban_NamesEveryMethodThatSkipsTheWalls()
    {
        var banned = Repository.Read("BannedSymbols.txt");
        var methods =
            from type in new[]
            {
                typeof(Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions),
                typeof(Microsoft.EntityFrameworkCore.RelationalQueryableExtensions),
                typeof(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions),
            }
            from method in type.GetMethods()
            where LiftsOrSkips.Any(name => method.Name.StartsWith(name, StringComparison.Ordinal))
            select (Id: $"M:{type.FullName}.{method.Name}{(method.IsGenericMethod ? "``1" : "")}(", Method: method);

        Rule.NobodyBreaks("BannedSymbols.txt has to name each overload of these methods, by its documentation id", methods.GroupBy(method => method.Id)
            .Where(overloads => overloads.Count() != banned.Split('\n').Count(line => line.StartsWith(overloads.Key, StringComparison.Ordinal))).Select(overloads => $"{overloads.Key}…), {overloads.Count()} times"));
        Rule.NobodyBreaks("BannedSymbols.txt names methods that there are not, and so bans nothing: find their new ids, or take them out", banned.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("M:Microsoft.EntityFrameworkCore.", StringComparison.Ordinal) && !methods.Any(method => line.StartsWith(method.Id, StringComparison.Ordinal))));
    }

    /// <summary>A writer begins with the turns that its decision rests on (<c>Persistence/Turn.cs</c>), or says that there are none.</summary>
    [Fact]
    public void Transactions_AreBegunInOnePlaceOnly() => Rule.NobodyBreaks(
        "Begin the transaction by ConnexionsDbContext, which asks for the turns that a decision rests on",
        Sources.Where(file => file != "Connexions.Web/Persistence/ConnexionsDbContext.cs" && Repository.Read(file).Contains("BeginTransaction", StringComparison.Ordinal)));

    /// <summary>Of a task that nobody awaits, what fails is told to nobody.</summary>
    [Fact]
    public void Component_DropsNoTask() => Rule.NobodyBreaks(
        "Nobody learns what fails in a task that is dropped: in a LiveComponent (a FeatureComponent is one), Listen for news and show it in HearAsync, or hand the work to Dispatch",
        Repository.ProductFiles("*.razor").Concat(Repository.ProductFiles("*.razor.cs")).Where(file => Matches(file, @"(?<![\w.])_ = [\w.]*Async\(|async void|\.ContinueWith\(")));

    [Fact]
    public void RootNamespace_IsShadowedByNoFolderOrNamespace()
    {
        const string Rename = $"{nameof(Connexions)} is the root namespace, and whatever is called so below it hides it: find another name for";
        Rule.NobodyBreaks(Rename, Repository.FolderNames().Where(folder => folder.Split('/').Contains(nameof(Connexions), StringComparer.Ordinal)));
        Rule.NobodyBreaks(Rename, Repository.Files("*.cs").Concat(Repository.Files("*.razor")).Where(file => Path.GetFileNameWithoutExtension(file) == nameof(Connexions)));
        Rule.NobodyBreaks(Rename, Repository.Files("*.cs").Where(file => Matches(file, @"(?m)^(namespace|@namespace) [\w.]+\.Connexions[.;\s]")));
        Rule.NobodyBreaks(Rename, Product.Where(type => type.Name == nameof(Connexions)).Select(type => type.FullName!));
    }

    [Fact]
    public void Namespace_IsItsFolder_AndNoTypesName()
    {
        Rule.NobodyBreaks("A file's namespace is its folder: set it right, or move the file", Repository.Files("*.cs").Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(file => Namespace().Match(Repository.Read(file)) is { Success: true } found && found.Groups["name"].Value != Path.GetDirectoryName(file)!.Replace('\\', '/').Replace('/', '.'))
            .Where(file => !file.StartsWith("bench/", StringComparison.Ordinal)));
        var rooms = Ours.Select(type => type.Namespace!.Split('.')[^1]).ToHashSet(StringComparer.Ordinal);
        Rule.NobodyBreaks("A type that is called like a room is hidden by it: find another name for one of the two",
            Ours.Where(type => !type.IsNested && rooms.Contains(type.Name)).Select(type => type.FullName!).Except([OnlyARoute], StringComparer.Ordinal));
    }

    private static IEnumerable<Type> Ours => Product.Where(type => type.Namespace is { } space && space.StartsWith(nameof(Connexions), StringComparison.Ordinal) && !space.Contains(".Migrations", StringComparison.Ordinal));

    private static IEnumerable<Type> Product => new[] { typeof(Connexion).Assembly, typeof(Connexions.Web.Persistence.ConnexionsDbContext).Assembly }.SelectMany(assembly => assembly.GetTypes());

    private static bool Matches(string file, string pattern) => Regex.IsMatch(Repository.Read(file), pattern, RegexOptions.None, TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"(?m)^namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Namespace();
}
