using Xunit.Abstractions;
using Xunit.Sdk;

namespace Connexions.Tests.Support;

/// <summary>Marks the class of a pair (…OnSqlite, …OnSqlServer) whose tests need a server.</summary>
public interface IOnSqlServer;

/// <summary>A test that runs on each database: skipped, saying so, on a SQL Server that is not there.</summary>
[XunitTestCaseDiscoverer("Connexions.Tests.Support." + nameof(DatabaseFactDiscoverer), "Connexions.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseFactAttribute : FactAttribute;

/// <inheritdoc cref="DatabaseFactAttribute"/>
[XunitTestCaseDiscoverer("Connexions.Tests.Support." + nameof(DatabaseTheoryDiscoverer), "Connexions.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseTheoryAttribute : TheoryAttribute;

public sealed class DatabaseFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        NoServerTestCase.IsFor(testMethod)
            ? NoServerTestCase.Create(DiagnosticMessageSink, discoveryOptions, testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

public sealed class DatabaseTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        NoServerTestCase.IsFor(testMethod)
            ? [NoServerTestCase.Create(DiagnosticMessageSink, discoveryOptions, testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>xunit 2 knows the reason of a skip only at discovery.</summary>
public sealed class NoServerTestCase : XunitTestCase
{
    [Obsolete("Called by the de-serialiser only.", error: true)]
    public NoServerTestCase() { }

    private NoServerTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(diagnostics, display, displayOptions, method) { }

    public static bool IsFor(ITestMethod method) =>
        string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(TestServer.Variable))
        && method.TestClass.Class.Interfaces.Any(type => type.Name == typeof(IOnSqlServer).FullName);

    public static NoServerTestCase Create(IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod method) =>
        new(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        $"Needs a SQL Server: set {TestServer.Variable} to a connection string that may create databases.";
}
