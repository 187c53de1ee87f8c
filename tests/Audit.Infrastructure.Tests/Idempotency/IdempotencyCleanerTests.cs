using Audit.Application.Common;
using Audit.Infrastructure.Idempotency;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Audit.Infrastructure.Tests.Idempotency;

public sealed class IdempotencyCleanerTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task ExecuteAsync_WhenCleaningFails_SaysSoAndCleansTheNextTime()
    {
        var clock = new FixedClock(Given.Noon);
        var writer = new FailingOnceWriter(store.Instance.GetRequiredService<IWriter>());
        var log = new Warnings();
        using var instance = store.NewInstance(services => services
            .AddSingleton<TimeProvider>(clock).AddSingleton<IWriter>(writer).AddSingleton<ILogger<IdempotencyCleaner>>(log));
        await KeepAsync("old", Given.Noon.AddDays(-1));
        await KeepAsync("new", Given.Noon);
        var cleaner = instance.GetServices<IHostedService>().OfType<IdempotencyCleaner>().Single();

        await cleaner.StartAsync(CancellationToken.None);
        await clock.RingAsync();
        var warning = await log.First;
        await clock.RingAsync();
        await writer.FirstRun;
        await cleaner.StopAsync(CancellationToken.None);

        warning.Should().BeOfType<IOException>();
        await using var session = store.Open("tnt");
        (await session.Db.IdempotencyKeys.Select(k => k.Key).ToListAsync()).Should().Equal("new");
    }

    private async Task KeepAsync(string key, DateTimeOffset at)
    {
        await using var session = store.Open("tnt");
        await session.RunAsync(() =>
        {
            session.Idempotency.Add(new IdempotencyScope("tnt", "tnt", "usr", key), new KeptAnswer("f", "{}"), at);
            return session.Work.SaveAsync(CancellationToken.None);
        });
    }

    private sealed class FailingOnceWriter(IWriter inner) : IWriter
    {
        private readonly TaskCompletionSource _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;

        public Task FirstRun => _run.Task;

        public async Task RunAsync(Unit unit, CancellationToken cancellationToken)
        {
            if (++_asked == 1)
            {
                throw new IOException("The disk is away");
            }

            await inner.RunAsync(unit, cancellationToken);
            _run.TrySetResult();
        }
    }

    private sealed class Warnings : ILogger<IdempotencyCleaner>
    {
        private readonly TaskCompletionSource<Exception?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Exception?> First => _first.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _first.TrySetResult(exception);
    }
}
