using Audit.Application.Common;
using Audit.Infrastructure.Idempotency;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Audit.Infrastructure.Tests.Idempotency;

/// <summary>What the cleaner removes, on every database alike.</summary>
public abstract class IdempotencyCleanerContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task CleanAsync_WhenSomeHaveExpired_RemovesThemAndOnlyThem()
    {
        await KeepAsync(1200, Given.Noon.AddHours(-30));
        await KeepAsync(1, Given.Noon.AddHours(-24));
        await KeepAsync(3, Given.Noon.AddHours(-24).AddMilliseconds(1));
        await KeepAsync(4, Given.Noon);
        var cleaner = store.Instance.GetServices<IHostedService>().OfType<IdempotencyCleaner>().Single();

        (await cleaner.CleanAsync(CancellationToken.None)).Should().Be(1201);
        (await cleaner.CleanAsync(CancellationToken.None)).Should().Be(0);

        await using var session = store.Open(_tenant);
        (await session.Db.IdempotencyKeys.CountAsync()).Should().Be(7);
    }

    private async Task KeepAsync(int count, DateTimeOffset at)
    {
        await using var session = store.Open(_tenant);
        await session.RunAsync(() =>
        {
            for (var i = 0; i < count; i++)
            {
                session.Idempotency.Add(new IdempotencyScope(_tenant, _tenant, "usr", $"{at:O}{i}"), new KeptAnswer("f", "{}"), at);
            }

            return session.Work.SaveAsync(CancellationToken.None);
        });
    }
}

public sealed class SqliteIdempotencyCleanerTests(SqliteStore store) : IdempotencyCleanerContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIdempotencyCleanerTests(SqlServerStore store) : IdempotencyCleanerContract(store), IClassFixture<SqlServerStore>;
