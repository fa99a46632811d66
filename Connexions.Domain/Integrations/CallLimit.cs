namespace Connexions.Domain.Integrations;

/// <summary>How many calls may be made in any stretch of time of the given length.</summary>
public sealed record CallLimit(int Calls, TimeSpan Window);
