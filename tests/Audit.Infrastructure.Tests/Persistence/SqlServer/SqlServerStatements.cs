using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>What can be known of SQL Server without one: everything it is told parses, and names only what the script creates.</summary>
public abstract class SqlServerStatements : IAsyncLifetime
{
    private protected const string Tenant = "tnt_acme";

    private protected RecordedServer Server { get; } = new();

    private protected ServiceProvider Provider { get; private set; } = null!;

    private protected Session Session { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Provider = Server.Provide();
        Session = Session.Of(Provider, Tenant);
        // there is no connection to begin one on
        Session.Db.Database.AutoTransactionsEnabled = false;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Session.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private protected void ShouldBeUnderstood(int atLeast)
    {
        Server.Commands.Should().HaveCountGreaterThanOrEqualTo(atLeast);
        var schema = TsqlSchema.Of(SqlServerScriptTests.Script());
        foreach (var command in Server.Commands)
        {
            TsqlNames.Unknown(schema, command).Should().BeEmpty(command);
        }
    }
}
