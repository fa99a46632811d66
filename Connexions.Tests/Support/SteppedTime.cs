using Microsoft.Extensions.Time.Testing;

namespace Connexions.Tests.Support;

/// <summary>A clock that stands still until a test moves it, and whose timers fire as it passes them.</summary>
public sealed class SteppedTime() : FakeTimeProvider(ManualTime.Start)
{
    public DateTime UtcNow => GetUtcNow().UtcDateTime;
}
