#if PARTIAL_REGISTRY
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Connexions.Tests.Support;

/// <summary>bUnit is built against a newer AngleSharp.Diffing than the registry has; the binder refuses a lower version on its own.</summary>
internal static class AngleSharpDiffing
{
    private const string AssemblyName = "AngleSharp.Diffing";

#pragma warning disable CA2255 // The answer has to be in place before the first test touches bUnit.
    [ModuleInitializer]
    internal static void AcceptTheOneThereIs() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == AssemblyName ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll")) : null;
#pragma warning restore CA2255
}
#endif
