using Connexions.Tests.Support;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Connexions.Tests.Features.Gateway;

/// <summary>The gateway's services on a database of their own, with a clock that the test moves.</summary>
public abstract class GatewayTestBase(DatabaseProvider on) : DatabaseTests(on)
{
    protected static TestDatabaseOptions Options(ManualTime? clock = null) => new()
    {
        Clock = clock,
        Services = services => services.AddGateway(new GatewayOptions { Folder = TestFolder.NewFile(".receipts") }),
    };

    /// <summary>Another server on the same database.</summary>
    protected TestDatabase AnotherServer() => Database.Reopen(Options(Database.Clock));
}
