namespace Connexions.Domain.Results;

/// <summary>
/// An expected failure. <paramref name="Code"/> is also the key of its sentence in the resources;
/// <paramref name="Field"/> names the input it is about, so that the sentence stands beside it.
/// </summary>
public record Error(string Code, string? Field = null)
{
    /// <summary>What the sentence's {0}, {1}… stand for. Never a secret.</summary>
    public IReadOnlyList<object> Arguments { get; init; } = [];

    /// <summary>The one answer to "not yours" and to "does not exist".</summary>
    public static readonly Error NotFound = new("Error.NotFound");

    public Error On(string field) => this with { Field = field };
}
