namespace Connexions.Web.Features.Verifications.Claims;

/// <summary>Names the resources of what a client is told of its own contest.</summary>
public sealed class CollisionTexts;
