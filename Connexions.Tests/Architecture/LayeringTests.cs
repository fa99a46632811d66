using System.Text.RegularExpressions;
using Connexions.Domain.Integrations;

namespace Connexions.Tests.Architecture;

public sealed class LayeringTests
{
    private static readonly string[] LiftsOrSkips = ["IgnoreQueryFilters", "ExecuteUpdate", "ExecuteDelete", "FromSql", "ExecuteSql", "SqlQuery"];

    [Fact]
    public void Domain_References_TheBaseLibraryOnly()
    {
        Assert.All(typeof(Connexion).Assembly.GetReferencedAssemblies(), name => Assert.True(
            name.Name!.StartsWith("System.", StringComparison.Ordinal) || name.Name is "netstandard" or "mscorlib", name.Name));
        Assert.DoesNotContain("PackageReference", Repository.Read("Connexions.Domain/Connexions.Domain.csproj"), StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", Repository.Read("Connexions.Domain/Connexions.Domain.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_Sources_KnowNothingOfTheWeb() => Assert.All(
        Repository.Files("*.cs").Where(file => file.StartsWith("Connexions.Domain/", StringComparison.Ordinal)),
        file => Assert.DoesNotMatch(@"\b(Connexions\.Web|Microsoft\.)", Repository.Read(file)));

    [Fact]
    public void Filters_AreLiftedAndTheGuardSkipped_InThreeFilesOnly()
    {
        var found = Repository.ProductFiles("*.cs").Concat(Repository.ProductFiles("*.razor"))
            .Where(file => LiftsOrSkips.Any(name => Regex.IsMatch(Repository.Read(file), $@"\.{name}\w*\s*[<(]", RegexOptions.None, TimeSpan.FromSeconds(5))))
            .Order(StringComparer.Ordinal);

        Assert.Equal(["Connexions.Web/Persistence/AuditPen.cs", "Connexions.Web/Persistence/CrossTenantReads.cs", "Connexions.Web/Persistence/Search/SearchIndex.cs"], found);
    }

    [Fact]
    public void Ban_IsLifted_InTheSameFilesOnly() => Assert.Equal(
        ["Connexions.Web/Persistence/AuditPen.cs", "Connexions.Web/Persistence/CrossTenantReads.cs", "Connexions.Web/Persistence/PreparedCommand.cs", "Connexions.Web/Persistence/Search/SearchIndex.cs"],
        Repository.ProductFiles("*.cs").Concat(Repository.ProductFiles("*.razor")).Where(file => Repository.Read(file).Contains("RS0030", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

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

        foreach (var overloads in methods.GroupBy(method => method.Id))
        {
            Assert.Equal(overloads.Count(), banned.Split('\n').Count(line => line.StartsWith(overloads.Key, StringComparison.Ordinal)));
        }

        Assert.Equal(methods.Count(), banned.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("M:Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)));
    }

    /// <summary>A writer begins with the turns that its decision rests on (<c>Persistence/Turn.cs</c>), or says that there are none.</summary>
    [Fact]
    public void Transactions_AreBegunInOnePlaceOnly() => Assert.Equal(
        ["Connexions.Web/Persistence/ConnexionsDbContext.cs"],
        Repository.ProductFiles("*.cs").Concat(Repository.ProductFiles("*.razor")).Where(file => Repository.Read(file).Contains("BeginTransaction", StringComparison.Ordinal)));

    [Fact]
    public void RootNamespace_IsShadowedByNoFolderOrNamespace()
    {
        Assert.DoesNotContain(Repository.FolderNames(), folder => folder.Split('/').Contains(nameof(Connexions), StringComparer.Ordinal));
        Assert.DoesNotContain(Repository.Files("*.cs").Concat(Repository.Files("*.razor")), file => Path.GetFileNameWithoutExtension(file) == nameof(Connexions));
        Assert.All(Repository.Files("*.cs"), file => Assert.DoesNotMatch(@"(?m)^(namespace|@namespace) [\w.]+\.Connexions[.;\s]", Repository.Read(file)));
        var product = new[] { typeof(Connexion).Assembly, typeof(Connexions.Web.Persistence.ConnexionsDbContext).Assembly }.SelectMany(assembly => assembly.GetTypes());
        Assert.DoesNotContain(product, type => type.Name == nameof(Connexions));
    }
}
