using System.Reflection;
using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audit.Bench.Seeding;

/// <summary>The store's own code on a SQLite file, as the service composes it.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private Store(ServiceProvider provider) => _provider = provider;

    /// <summary>What the form of a seeded file depends on.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        .. typeof(InfrastructureServices).Assembly.GetTypes()
            .Where(type => type.Namespace?.Contains(".Sqlite.", StringComparison.Ordinal) == true)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens the file, made and brought up to date where it has to be.</summary>
    public static async Task<Store> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + file };
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddScoped<SeedCaller>();
        services.AddScoped<ICaller>(provider => provider.GetRequiredService<SeedCaller>());
        services.AddApplication();
        services.AddStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Path.GetTempPath());
        var store = new Store(services.BuildServiceProvider());
        await store._provider.MigrateStoreAsync(cancellationToken);
        return store;
    }

    /// <summary>What somebody of the tenant asks for, in a scope of its own.</summary>
    public async Task<T> AskAsync<TPort, T>(string tenantId, Func<TPort, Task<T>> ask)
        where TPort : notnull
    {
        await using var scope = Scope(tenantId);
        return await ask(scope.ServiceProvider.GetRequiredService<TPort>());
    }

    /// <summary>One unit of work, saved at its end.</summary>
    public async Task WriteAsync(string tenantId, Action<IServiceProvider> write, CancellationToken cancellationToken)
    {
        await using var scope = Scope(tenantId);
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        await work.RunAsync(
            async () =>
            {
                write(scope.ServiceProvider);
                await work.SaveAsync(cancellationToken);
                return 0;
            },
            cancellationToken);
    }

    /// <summary>The last connection that closes puts the log into the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    private AsyncServiceScope Scope(string tenantId)
    {
        var scope = _provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<SeedCaller>().TenantId = tenantId;
        return scope;
    }

    private sealed class SeedCaller : ICaller
    {
        public string TenantId { get; set; } = "";

        public Actor Actor { get; } = new("bench-seed");

        public string RequestId => "req-bench";

        public string TraceId => "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    }
}
