using System.Runtime.CompilerServices;
using Bunit;

namespace Connexions.Tests.Support;

internal static class Waits
{
    /// <summary>A component that is waited for ends the wait itself; the limit is for one that never comes, on a busy machine too.</summary>
#pragma warning disable CA2255 // Before any test, whichever context it renders in.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void BeLong() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(15);
}
