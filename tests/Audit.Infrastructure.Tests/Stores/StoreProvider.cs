using Audit.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>A process, as it were: what the operator configured, with contexts and a gate of its own.</summary>
internal static class StoreProvider
{
    /// <summary>On a SQLite file, or whatever else stands behind <c>Data Source=</c>.</summary>
    public static ServiceProvider OnFile(string file) => Of(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + file });

    public static ServiceProvider Of(IReadOnlyDictionary<string, string?> settings, TimeProvider? clock = null, Action<IServiceCollection>? change = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(clock ?? new FixedClock(Given.Noon));
        services.AddScoped<Caller>();
        services.AddScoped<ICaller>(provider => provider.GetRequiredService<Caller>());
        services.AddStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Path.GetTempPath());
        change?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    public static async Task<bool> IsReadyAsync(this ServiceProvider provider)
    {
        await using var scope = provider.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IStoreReadiness>().IsReadyAsync(CancellationToken.None);
    }
}
