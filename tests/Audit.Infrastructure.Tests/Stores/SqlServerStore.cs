using Microsoft.Data.SqlClient;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>A database on the server that the environment names; without one there is nothing here, and no test that asks for it runs.</summary>
public sealed class SqlServerStore : TestStore
{
    public const string Variable = "AUDIT_TEST_SQLSERVER";
    private readonly string _name = "audit_test_" + Guid.NewGuid().ToString("N");

    public static string? Server { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? server : null;

    /// <summary>Settings of a server that isn't there: nobody listens on port 1.</summary>
    public static IReadOnlyDictionary<string, string?> NoServer { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Database:Provider"] = "SqlServer",
        ["ConnectionStrings:Audit"] = "Server=tcp:127.0.0.1,1;Connect Timeout=1;ConnectRetryCount=0;User ID=sa;Password=none",
    };

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Database:Provider"] = "SqlServer",
        ["ConnectionStrings:Audit"] = new SqlConnectionStringBuilder(Server) { InitialCatalog = _name }.ConnectionString,
    };

    public override async Task InitializeAsync()
    {
        if (Server is not null)
        {
            await ExecuteAsync($"CREATE DATABASE {_name}");
            await base.InitializeAsync();
        }
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (Server is not null)
        {
            SqlConnection.ClearAllPools();
            await ExecuteAsync($"ALTER DATABASE {_name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {_name}");
        }
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
