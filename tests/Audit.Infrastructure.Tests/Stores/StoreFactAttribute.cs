using Xunit.Abstractions;
using Xunit.Sdk;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>A test of a contract, run on every database that there is; where SQL Server isn't, its run is reported as skipped.</summary>
[XunitTestCaseDiscoverer("Audit.Infrastructure.Tests.Stores.StoreFactDiscoverer", "Audit.Infrastructure.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreFactAttribute : FactAttribute;

public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

/// <summary>The attribute stands in the base class and can't know the database; the test case knows the class that runs it.</summary>
public sealed class StoreTestCase : XunitTestCase
{
#pragma warning disable CS0618 // xunit makes it and reads it back
    public StoreTestCase()
    {
    }
#pragma warning restore CS0618

    public StoreTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute)
    {
        var needsServer = TestMethod.TestClass.Class.ToRuntimeType().IsAssignableTo(typeof(IClassFixture<SqlServerStore>));
        return needsServer && SqlServerStore.Server is null
            ? $"{SqlServerStore.Variable} holds no connection string."
            : base.GetSkipReason(factAttribute);
    }
}
