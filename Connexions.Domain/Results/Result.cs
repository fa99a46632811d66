using System.Diagnostics.CodeAnalysis;

namespace Connexions.Domain.Results;

/// <summary>A value, or the errors that stood in its way (at least one).</summary>
public sealed class Result<T>
{
    private Result(T? value, IReadOnlyList<Error> errors)
    {
        Value = value;
        Errors = errors;
    }

    public T? Value { get; }

    public IReadOnlyList<Error> Errors { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Errors.Count == 0;

    public Result<TOther> Map<TOther>(Func<T, TOther> map) =>
        Succeeded ? map(Value) : Result<TOther>.Failure(Errors);

    /// <summary>The value; only where a failure would be a bug.</summary>
    public T Require() => Succeeded
        ? Value
        : throw new InvalidOperationException($"Expected a value, got: {string.Join(", ", Errors.Select(e => e.Code))}");

#pragma warning disable CA1000 // Reads best where the type is already named; the implicit conversions cover the rest.
    public static Result<T> Success(T value) => new(value, []);

    public static Result<T> Failure(IReadOnlyList<Error> errors) =>
        errors.Count > 0 ? new(default, errors) : throw new ArgumentException("A failure has at least one error.", nameof(errors));
#pragma warning restore CA1000

#pragma warning disable CA2225 // Success and Failure are the named alternates.
    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Error error) => new(default, [error]);

    public static implicit operator Result<T>(List<Error> errors) => Failure(errors);
#pragma warning restore CA2225
}

/// <summary>For an operation that has nothing to give back but its success.</summary>
public readonly record struct Done;
