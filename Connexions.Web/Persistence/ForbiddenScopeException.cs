using Connexions.Domain.Access;

namespace Connexions.Web.Persistence;

/// <summary>
/// A wall held: code asked for what its scope does not reach. Handlers refuse before it comes to this, so it is a bug,
/// or an attack that got past them.
/// </summary>
public sealed class ForbiddenScopeException(ActingScope? scope, string what)
    : InvalidOperationException($"The scope {scope?.GetType().Name ?? "none"} may not {what}.");
