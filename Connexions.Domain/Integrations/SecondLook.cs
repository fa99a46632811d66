namespace Connexions.Domain.Integrations;

/// <summary>
/// Providers were seen to refuse good keys now and then. So one refusal of a stored key is not believed: it is dead after
/// two documented ones, this far apart and without a success between them, whoever asked.
/// </summary>
public static class SecondLook
{
    public static readonly TimeSpan After = TimeSpan.FromMinutes(2);

    /// <summary>Whether a refusal confirms one before it.</summary>
    /// <param name="first">Null while there is none.</param>
    public static bool Confirms(DateTime? first, DateTime at) => first is { } before && at - before >= After;
}
