using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using FsCheck;
using FsCheck.Fluent;

namespace Connexions.Tests.Domain.Gateway;

/// <summary>However a path is spelt: what is called is a listed path, with values that cannot climb out of it.</summary>
public sealed class MatchPropertyTests
{
    private static readonly string[] Words =
    [
        .. ProviderCatalogue.All.SelectMany(provider => provider.Gateway.Operations).SelectMany(operation => operation.Path.Split('/')).Distinct(),
        "account", "users", "..", ".", "...", "", "%2F", "%2e", "a%2Fb", "\\", ";", "a;b", "7", "ana@agence.test", "gpt-4.1", "\0", "é", "\u212A",
    ];

    [Fact]
    public void Match_AnyPath_CallsOnlyWhatIsListed()
    {
        var found = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Arb.From(Calls()), call =>
        {
            foreach (var gateway in ProviderCatalogue.All.Select(provider => provider.Gateway))
            {
                if (gateway.Match(call.Method, CallAddress.Of(call.Path, null)) is { } match)
                {
                    found++;
                    Examine(call.Path, match);
                    Assert.Equal(call.Method, match.Operation.Method);
                    Assert.Contains(match.Operation, gateway.Operations);
                }
            }
        }));
        Assert.True(found > 100, $"Only {found} of the paths were listed: the property says little.");
    }

    private static void Examine(string path, MatchedOperation match)
    {
        var pattern = match.Operation.Path.Split('/');
        var called = match.Path.Split('/');
        Assert.Equal(pattern.Length, called.Length);
        Assert.Equal(path, Uri.UnescapeDataString(match.Path));
        Assert.All(pattern.Zip(called), pair =>
        {
            if (pair.First[0] != '{')
            {
                Assert.Equal(pair.First, pair.Second);
                return;
            }

            Assert.Matches("^([A-Za-z0-9_.~-]|%[0-9A-F]{2})+$", pair.Second);
            Assert.DoesNotMatch("%2F|%5C|%25|%[01][0-9A-F]|%7F|^[.]*($|%20|%3B|%3F|%23)", pair.Second);
        });
        // An address made of it stays what it is.
        Assert.Equal($"/{match.Path}", new Uri($"https://provider.test/{match.Path}").AbsolutePath);
    }

    private static Gen<(string Method, string Path)> Calls() =>
        from operation in Gen.Elements(ProviderCatalogue.All.SelectMany(provider => provider.Gateway.Operations).ToArray())
        from method in Gen.Frequency((8, Gen.Constant(operation.Method)), (1, Gen.Elements("GET", "get", "PUT", "")))
        from values in Gen.ArrayOf(Values(), 8)
        from at in Gen.Choose(0, 12)
        from word in Gen.Elements(Words)
        from joint in Gen.Frequency((9, Gen.Constant("/")), (1, Gen.Elements("//", "\\", "%2F", "/./")))
        select (method, string.Join(joint, operation.Path.Split('/').Select((segment, index) =>
            index == at ? word : segment[0] == '{' ? values[index % values.Length] : segment)));

    private static Gen<string> Values() => Gen.OneOf(
        Gen.Elements(Words),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Choose(0, 999).Select(number => $"{number}"));
}
