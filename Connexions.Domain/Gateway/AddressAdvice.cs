using Connexions.Domain.Integrations;

namespace Connexions.Domain.Gateway;

/// <summary>What is wrong with an address whose call was meant to be one of a provider's. Each has its words in the resources.</summary>
public enum AddressMistake
{
    Slashes,
    Capitals,
    VersionMissing,
    VersionTwice,
    ProviderTwice,

    /// <summary>A deployment is named in the address, as at Azure.</summary>
    Azure,
}

/// <summary>Where a call was meant to go, by the mistakes that tools make when they are given a base address.</summary>
/// <param name="Path">The right one, from the provider's code on, as it is to be written.</param>
/// <param name="Base">What the provider's own clients are to be given as their address, from the provider's code on.</param>
public sealed record AddressAdvice(AddressMistake Mistake, string Path, string Base)
{
    /// <summary>What stands before the name of a deployment in an address of Azure's.</summary>
    private const string Deployments = "deployments";

    /// <param name="path">From the provider's code on, as it was called: decoded, and with whatever stands in front.</param>
    /// <returns>Null where none of the mistakes makes it one of the provider's calls.</returns>
    public static AddressAdvice? Of(Provider provider, string method, string path)
    {
        var version = provider.Verifier.BaseAddress.AbsolutePath.Trim('/');
        var given = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
        foreach (var (mistake, segments) in Meant(given, provider.Code, version))
        {
            if (provider.Gateway.Find(method, segments) is { } found)
            {
                var right = $"{provider.Code}/{string.Join('/', found.Plain)}";
                var isAsGiven = mistake == AddressMistake.Slashes && string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries)) != right;
                return new AddressAdvice(isAsGiven ? AddressMistake.Capitals : mistake, $"{provider.Code}/{found.Path}", $"{provider.Code}/{version}");
            }
        }

        return null;
    }

    private static IEnumerable<(AddressMistake Mistake, string[] Segments)> Meant(string[] given, string code, string version)
    {
        bool Is(int index, string text) => index < given.Length && given[index].Equals(text, StringComparison.OrdinalIgnoreCase);
        yield return (AddressMistake.Slashes, given);
        yield return (AddressMistake.VersionMissing, [version, .. given]);
        if (Is(0, version) && Is(1, version))
        {
            yield return (AddressMistake.VersionTwice, given[1..]);
        }

        if (Is(0, code))
        {
            yield return (AddressMistake.ProviderTwice, given[1..]);
        }

        if (Array.FindIndex(given, one => one.Equals(Deployments, StringComparison.OrdinalIgnoreCase)) is >= 0 and <= 2 and var at && given.Length > at + 2)
        {
            yield return (AddressMistake.Azure, [version, .. given[(at + 2)..]]);
        }
    }
}
