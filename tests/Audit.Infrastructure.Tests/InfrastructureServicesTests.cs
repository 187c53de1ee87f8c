using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.SqlServer;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Audit.Infrastructure.Tests;

public sealed class InfrastructureServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("Oracle")]
    [InlineData("7")]
    public void AddStore_WhenTheProviderIsUnknown_NamesTheKey(string provider) =>
        Adding(("Database:Provider", provider)).Should().Throw<OptionsValidationException>().WithMessage("*Database:Provider*");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void AddStore_WhenSqlServerHasNoConnectionString_NamesTheKey(string? connection) =>
        Adding(("Database:Provider", "SqlServer"), ("ConnectionStrings:Audit", connection))
            .Should().Throw<OptionsValidationException>().WithMessage("*ConnectionStrings:Audit*");

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Filename=:memory:")]
    [InlineData("Data Source=:memory:;Cache=Shared")]
    [InlineData("Data Source=audit;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=")]
    [InlineData("Cache=Shared")]
    public void AddStore_WhenRecordsWouldBeHeldInMemory_NamesTheKey(string connection) =>
        Adding(("ConnectionStrings:Audit", connection)).Should().Throw<OptionsValidationException>().WithMessage("*ConnectionStrings:Audit*");

    [Theory]
    [InlineData("Server=db;Database=audit;Encrypt=True")]
    [InlineData("audit.db")]
    [InlineData("Data Source=audit.db;Cache=Sometimes")]
    public void AddStore_WhenTheConnectionStringIsNoneOfSqlite_NamesTheKeys(string connection) =>
        Adding(("ConnectionStrings:Audit", connection)).Should().Throw<OptionsValidationException>()
            .WithMessage("*ConnectionStrings:Audit*").WithMessage("*Database:Provider*");

    [Theory]
    [InlineData(null, "audit.db")]
    [InlineData("", "audit.db")]
    [InlineData("Data Source=data/records.db", "data/records.db")]
    [InlineData("Data Source=./records.db", "records.db")]
    [InlineData("Data Source=../records.db", "../records.db")]
    public void AddStore_WhenTheFileIsRelative_LiesUnderTheRoot(string? connection, string file) =>
        SqliteConnectionString(connection).DataSource.Should().Be(Path.GetFullPath(file, _folder.Path));

    [Fact]
    public void AddStore_WhenTheFileIsAbsolute_IsWhereItSays()
    {
        var file = Path.Combine(Path.GetTempPath(), "elsewhere", "audit.db");

        SqliteConnectionString("Data Source=" + file).DataSource.Should().Be(file);
    }

    [Fact]
    public void AddStore_WhenOtherOptionsAreGiven_KeepsThem()
    {
        var builder = SqliteConnectionString("Data Source=audit.db;Mode=ReadWrite;Pooling=False");

        builder.Mode.Should().Be(SqliteOpenMode.ReadWrite);
        builder.Pooling.Should().BeFalse();
    }

    [Theory]
    [InlineData("SqlServer")]
    [InlineData("sqlserver")]
    public void AddStore_WhenTheProviderIsSqlServer_TakesTheConnectionStringAsItIs(string provider)
    {
        const string Connection = "Server=tcp:db,1433;Initial Catalog=audit;Encrypt=True";
        using var built = Provide(("Database:Provider", provider), ("ConnectionStrings:Audit", Connection)).BuildServiceProvider();
        using var scope = built.CreateScope();

        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();

        db.Should().BeOfType<SqlServerAuditDbContext>();
        db.Database.GetConnectionString().Should().Be(Connection);
    }

    [Theory]
    [InlineData(null, "Server=db2;Database=audit")]
    [InlineData("Sqlite", "Data Source=copy.db")]
    [InlineData("sqlite", "Data Source=audit.db")]
    public void AddStore_WhenSqliteIsToReadFromASecondary_NamesTheKey(string? provider, string secondary) =>
        Adding(("Database:Provider", provider), ("ConnectionStrings:AuditReadOnly", secondary))
            .Should().Throw<OptionsValidationException>().WithMessage("*ConnectionStrings:AuditReadOnly*");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Data Source=db2;Nonsense=1")]
    [InlineData("Server=db2;Connect Timeout=soon")]
    public void AddStore_WhenTheSecondaryHasNoConnectionString_NamesTheKey(string secondary) =>
        Adding(("Database:Provider", "SqlServer"), ("ConnectionStrings:Audit", "Server=db"), ("ConnectionStrings:AuditReadOnly", secondary))
            .Should().Throw<OptionsValidationException>().WithMessage("*ConnectionStrings:AuditReadOnly*").WithMessage("*SQL Server*");

    [Theory]
    [InlineData("Sqlite", "", null)]
    [InlineData("Sqlite", "", "")]
    [InlineData("Sqlite", "", "  ")]
    [InlineData("SqlServer", "Server=db", null)]
    [InlineData("SqlServer", "Server=db", "")]
    public void AddStore_WhenThereIsNoSecondary_ReadsListsWhereEverythingIs(string provider, string connection, string? secondary)
    {
        using var built = Provide(("Database:Provider", provider), ("ConnectionStrings:Audit", connection), ("ConnectionStrings:AuditReadOnly", secondary)).BuildServiceProvider();

        built.GetRequiredService<ListReads>().Reads.Should().BeSameAs(built.GetRequiredService<IReads>());
    }

    [Theory]
    [InlineData("Server=tcp:db2,1433;Initial Catalog=audit;Encrypt=True")]
    [InlineData("Server=tcp:db2,1433;Initial Catalog=audit;Encrypt=True;ApplicationIntent=ReadWrite")]
    public void AddStore_WhenThereIsASecondary_ConnectsToItInOrderToRead(string secondary)
    {
        using var built = Provide(("Database:Provider", "SqlServer"), ("ConnectionStrings:Audit", "Server=db"), ("ConnectionStrings:AuditReadOnly", secondary)).BuildServiceProvider();

        var lists = (SqlServerReads)built.GetRequiredService<ListReads>().Reads;

        var connection = new SqlConnectionStringBuilder(lists.ConnectionString);
        connection.ApplicationIntent.Should().Be(ApplicationIntent.ReadOnly);
        connection.DataSource.Should().Be("tcp:db2,1433");
        connection.InitialCatalog.Should().Be("audit");
        connection.Encrypt.Should().BeTrue();
        ((SqlServerReads)built.GetRequiredService<IReads>()).ConnectionString.Should().Be("Server=db");
    }

    public void Dispose() => _folder.Dispose();

    private SqliteConnectionStringBuilder SqliteConnectionString(string? connection)
    {
        using var built = Provide(("ConnectionStrings:Audit", connection)).BuildServiceProvider();
        using var scope = built.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        db.Should().BeOfType<SqliteAuditDbContext>();
        return new SqliteConnectionStringBuilder(db.Database.GetConnectionString());
    }

    private Action Adding(params (string Key, string? Value)[] settings) => () => Provide(settings);

    private ServiceCollection Provide(params (string Key, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
        services.AddStore(configuration, _folder.Path);
        return services;
    }
}
