using System.Security.Claims;
using Connexions.Domain.Access;
using Connexions.Web.Security;
using Connexions.Web.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Support;

/// <summary>A page on a real database, in French, before somebody who has signed in.</summary>
public abstract class PageTests : ComponentTests
{
    protected TestDatabase Database { get; private set; } = null!;

    protected virtual TestDatabaseOptions? DatabaseOptions => null;

    public override async Task InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(options: DatabaseOptions);
        Services.AddSharedComponents().AddSingleton<TimeProvider>(Database.Clock).AddSingleton(Database.UnitsOfWork);
        await WorkAsAsync(await Database.Given.ActorAsync(await ArrangeAsync()));
    }

    protected override async Task CleanUpAsync()
    {
        await base.CleanUpAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Adds what the page needs.</summary>
    /// <returns>For whom the person works.</returns>
    protected abstract Task<Place> ArrangeAsync();

    protected async Task WorkAsAsync(Actor actor)
    {
        var session = new CurrentSession(Database.Contexts, new LiveSessions());
        var claims = new[] { new Claim(ClaimTypes.NameIdentifier, actor.PersonId.ToString()), new Claim(CurrentSession.Claim, actor.SessionId.ToString()) };
        await session.StartAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), actor.MembershipId, Origin.Unknown);
        Services.AddSingleton(session);
    }
}
