using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Stores;

/// <summary>A migrated database of its own, gone afterwards. Its tests share it and keep apart by their tenants.</summary>
public abstract class TestStore : IAsyncLifetime
{
    private readonly List<ServiceProvider> _instances = [];

    // a writer that waits inside SQLite blocks its thread; the one it waits for must not wait for the pool to grow
    static TestStore() => ThreadPool.SetMinThreads(32, 32);

    public FixedClock Clock { get; } = new(Given.Noon);

    /// <summary>What the operator would have configured.</summary>
    protected abstract IReadOnlyDictionary<string, string?> Settings { get; }

    internal ServiceProvider Instance => _instances[0];

    public virtual async Task InitializeAsync() => await NewInstance().MigrateStoreAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    /// <summary>One more process on the same database.</summary>
    internal ServiceProvider NewInstance(Action<IServiceCollection>? change = null)
    {
        var instance = StoreProvider.Of(Settings, Clock, change);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>A request of somebody in that tenant, with a context of its own.</summary>
    internal Session Open(string tenantId) => Session.Of(Instance, tenantId);
}
