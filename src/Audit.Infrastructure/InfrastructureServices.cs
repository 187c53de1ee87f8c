using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Anomalies;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Idempotency;
using Audit.Infrastructure.Incidents;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.SqlServer;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Audit.Infrastructure;

public static class InfrastructureServices
{
    private const string DefaultFile = "Data Source=audit.db";

    /// <summary>SQLite reads without ever letting go of its thread, so that hardly more run at once than there are cores.</summary>
    private static readonly int s_reads = Math.Max(8, 4 * Environment.ProcessorCount);
    private static readonly int s_longReads = s_reads / 2;

    /// <summary>The store that the configuration names. A relative SQLite file lies under <paramref name="root"/>, whatever the working directory is.</summary>
    /// <exception cref="OptionsValidationException">The configuration names no such store; the message names the key.</exception>
    public static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration, string root)
    {
        var section = configuration.GetSection(DatabaseOptions.Section);
        if (section[nameof(DatabaseOptions.Provider)] is { Length: > 0 } provider && !Enum.TryParse<DatabaseProvider>(provider, ignoreCase: true, out _))
        {
            throw Unusable($"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)} is {nameof(DatabaseProvider.Sqlite)} or {nameof(DatabaseProvider.SqlServer)}, not '{provider}'.");
        }

        var options = section.Get<DatabaseOptions>() ?? new DatabaseOptions();
        var connection = configuration.GetConnectionString(DatabaseOptions.ConnectionName);
        services.AddSingleton(options);
        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                var file = SqliteFile(connection, root);
                SqliteLibrary.CountNoMemory();
                services.AddSingleton(_ => new StoreFile(file, StoreFile.DefaultInterval));
                services.AddDbContextPool<AuditDbContext, SqliteAuditDbContext>((provider, o) => o.UseAuditSqlite(file, provider.GetRequiredService<StoreFile>()));
                services.AddSingleton(_ => new ReadTurns(s_reads, s_longReads, WriterTurns.DefaultPatience));
                services.AddSingleton<IReads>(provider => new SqliteReads(file, provider.GetRequiredService<StoreFile>(), provider.GetRequiredService<ReadTurns>()));
                services.AddSingleton<IWriter>(provider => new SharedWriter(
                    file, provider.GetRequiredService<StoreFile>(), new WriterTurns(new SqliteConnectionStringBuilder(file).DataSource, WriterTurns.DefaultPatience)));
                services.AddSingleton<IStoreFaults, SqliteFaults>();
                break;
            case DatabaseProvider.SqlServer:
                if (string.IsNullOrWhiteSpace(connection))
                {
                    throw Unusable($"With {DatabaseOptions.Section}:Provider SqlServer, set ConnectionStrings:{DatabaseOptions.ConnectionName}.");
                }

                services.AddDbContextPool<AuditDbContext, SqlServerAuditDbContext>(o => o.UseSqlServer(connection).Quietly());
                services.AddSingleton(_ => ReadTurns.Unlimited());
                services.AddSingleton<IReads>(_ => new SqlServerReads(connection));
                services.AddSingleton<IWriter>(_ => new ServerWriter(db => new ServerRetries(db, ServerRetries.DefaultPatience)));
                services.AddSingleton<IStoreFaults, SqlServerFaults>();
                break;
            default:
                throw Unusable($"{DatabaseOptions.Section}:Provider is Sqlite or SqlServer.");
        }

        services.AddScoped<IUnitOfWork, UnitOfWork>();
        services.AddSingleton<SearchCounts>();
        services.AddSingleton<SearchedLists>();
        services.AddLists(options.Provider, configuration.GetConnectionString(DatabaseOptions.ReadOnlyConnectionName));
        services.AddSingleton<ThingReader>();
        services.AddScoped<IIncidentRepository, IncidentRepository>();
        services.AddScoped<IIncidentReader, IncidentReader>();
        services.AddScoped<IAnomalyRepository, AnomalyRepository>();
        services.AddScoped<IAnomalyReader, AnomalyReader>();
        services.AddScoped<IHistoryReader, HistoryReader>();
        services.AddScoped<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton<IStoreReadiness, StoreReadiness>();
        services.AddHostedService<IdempotencyCleaner>();
        return services;
    }

    /// <summary>Brings the schema up to date, unless the configuration leaves that to an operator.</summary>
    public static async Task MigrateStoreAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        if (services.GetRequiredService<DatabaseOptions>().MigrateAtStart)
        {
            await using var scope = services.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<AuditDbContext>().MigrateAloneAsync(cancellationToken);
            }
            catch (DirectoryNotFoundException)
            {
                throw Unusable($"ConnectionStrings:{DatabaseOptions.ConnectionName} names a folder that isn't there.");
            }
            catch (Exception e) when (services.GetRequiredService<IStoreFaults>().IsUnavailable(e))
            {
                throw Unusable($"The database that ConnectionStrings:{DatabaseOptions.ConnectionName} names can't be brought up to date. {e.Message}");
            }
        }
    }

    internal static DbContextOptionsBuilder UseAuditSqlite(this DbContextOptionsBuilder options, string connectionString, StoreFile? file = null) =>
        options.UseSqlite(connectionString).AddInterceptors(new SqlitePragmas(file)).Quietly();

    /// <summary>What fails is logged where it is answered, and a caller who left is no failure; counting up to a limit needs no order.</summary>
    private static DbContextOptionsBuilder Quietly(this DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings
        .Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning)
        .Log(
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug)));

    private static string SqliteFile(string? connection, string root)
    {
        var builder = SqliteBuilder(string.IsNullOrWhiteSpace(connection) ? DefaultFile : connection);
        if (builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw Unusable($"ConnectionStrings:{DatabaseOptions.ConnectionName} must name a file: records are kept, not held in memory.");
        }

        builder.DataSource = Target(Path.GetFullPath(builder.DataSource, root));
        // whoever finds no file makes none, but for the migration
        builder.Mode = builder.Mode == SqliteOpenMode.ReadWriteCreate ? SqliteOpenMode.ReadWrite : builder.Mode;
        // beyond SQLite's own busy_timeout the driver would sleep and try again for as long as this
        builder.DefaultTimeout = 5;
        return builder.ToString();
    }

    /// <summary>The file behind a symbolic link: SQLite's other files lie beside that one, and it is what has to stay.</summary>
    private static string Target(string path) => new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static SqliteConnectionStringBuilder SqliteBuilder(string connection)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connection);
        }
        catch (ArgumentException)
        {
            throw Unusable($"ConnectionStrings:{DatabaseOptions.ConnectionName} is no connection string of SQLite, which {DatabaseOptions.Section}:Provider names or leaves as the default.");
        }
    }

    /// <summary>What lists, searches and statistics are read from: the secondary where one is named, else the database itself.</summary>
    private static void AddLists(this IServiceCollection services, DatabaseProvider provider, string? secondary)
    {
        if (string.IsNullOrWhiteSpace(secondary))
        {
            services.AddSingleton(instance => new ListReads(instance.GetRequiredService<IReads>()));
            return;
        }

        if (provider != DatabaseProvider.SqlServer)
        {
            throw Unusable($"ConnectionStrings:{DatabaseOptions.ReadOnlyConnectionName} names a secondary of SQL Server; leave it out with {DatabaseOptions.Section}:Provider {provider}.");
        }

        var connection = ReadOnly(secondary);
        services.AddSingleton(new ListReads(new SqlServerReads(connection)));
    }

    /// <summary>With the intent that a listener routes by, and without which a secondary may take no connection.</summary>
    private static string ReadOnly(string connection)
    {
        try
        {
            return new SqlConnectionStringBuilder(connection) { ApplicationIntent = ApplicationIntent.ReadOnly }.ToString();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Unusable($"ConnectionStrings:{DatabaseOptions.ReadOnlyConnectionName} is no connection string of SQL Server.");
        }
    }

    private static OptionsValidationException Unusable(string message) => new(DatabaseOptions.Section, typeof(DatabaseOptions), [message]);
}
