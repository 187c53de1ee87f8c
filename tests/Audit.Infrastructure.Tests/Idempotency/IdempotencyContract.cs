using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Idempotency;

/// <summary>What <see cref="IIdempotencyStore"/> keeps and forgets, on every database alike.</summary>
public abstract class IdempotencyContract(TestStore store)
{
    private static readonly KeptAnswer s_answer = new(new string('a', 64), "{\"Title\":\"多账号 😀 \\\"\"}");
    private readonly string _tenant = Given.Tenant();

    private IdempotencyScope Scope => new(_tenant, "tnt_home", "usr_analyst001", "key-1");

    [StoreFact]
    public async Task FindAsync_WhenKept_GivesTheAnswerBack()
    {
        var longest = new IdempotencyScope(_tenant, Given.Emoji(64), Given.Emoji(64), new string('~', 255));
        await KeepAsync(longest, Given.Noon, s_answer with { Response = Given.Emoji(20_000) });

        (await FindAsync(longest, Given.Noon)).Should().Be(s_answer with { Response = Given.Emoji(20_000) });
    }

    [StoreFact]
    public async Task FindAsync_WhenKeptForSomebodyElse_IsNull()
    {
        await KeepAsync(Scope, Given.Noon);

        foreach (var other in new[]
        {
            Scope with { TenantId = Given.Tenant() }, Scope with { ActorTenantId = _tenant }, Scope with { ActorId = "USR_analyst001" },
            Scope with { Key = "key-2" }, Scope with { Key = "KEY-1" },
        })
        {
            (await FindAsync(other, Given.Noon)).Should().BeNull();
            await KeepAsync(other, Given.Noon);
        }

        (await FindAsync(Scope, Given.Noon)).Should().Be(s_answer);
    }

    [StoreFact]
    public async Task FindAsync_WhenADayHasPassed_ForgetsTheAnswerAndFreesTheKey()
    {
        await KeepAsync(Scope, Given.Noon);
        var tomorrow = Given.Noon.AddHours(24);

        (await FindAsync(Scope, tomorrow.AddMilliseconds(-1))).Should().Be(s_answer);
        (await FindAsync(Scope, tomorrow)).Should().BeNull();
        (await FindAsync(Scope, Given.Noon)).Should().BeNull("it is gone for good");
        await KeepAsync(Scope, tomorrow, s_answer with { Response = "2" });
        (await FindAsync(Scope, tomorrow)).Should().Be(s_answer with { Response = "2" });
    }

    [StoreFact]
    public async Task Add_WhenTheUnitFails_KeepsNothing()
    {
        await using var session = store.Open(_tenant);
        var failing = () => session.RunAsync(async () =>
        {
            session.Idempotency.Add(Scope, s_answer, Given.Noon);
            await session.Work.SaveAsync(CancellationToken.None);
            throw new InvalidOperationException("after saving");
        });

        await failing.Should().ThrowAsync<InvalidOperationException>();
        (await FindAsync(Scope, Given.Noon)).Should().BeNull();
    }

    [StoreFact]
    public async Task Add_WhenAFasterTwinKeptItsAnswer_TakesItsOwnChangeBackAndFindsThatAnswer()
    {
        await KeepAsync(Scope, Given.Noon);
        await using var session = store.Open(_tenant);
        var runs = 0;

        var kept = await session.Work.RunAsync(
            async () =>
            {
                // the first run looked before the twin's answer was there
                if (++runs > 1 && await session.Idempotency.FindAsync(Scope, Given.Noon, CancellationToken.None) is { } found)
                {
                    return found;
                }

                session.Add(Given.Incident(_tenant));
                await session.Work.SaveAsync(CancellationToken.None);
                session.Idempotency.Add(Scope, s_answer with { Response = "mine" }, Given.Noon);
                await session.Work.SaveAsync(CancellationToken.None);
                return null;
            },
            CancellationToken.None);

        runs.Should().Be(2);
        kept.Should().Be(s_answer);
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(0);
    }

    [StoreFact]
    public async Task Handle_WhenTwinsCarryOneKeyInParallel_ChangesOnceAndReplaysOnce()
    {
        var answers = await Task.WhenAll(new[] { store.NewInstance(), store.NewInstance() }.Select(instance => Task.Run(async () =>
        {
            await using var session = Session.Of(instance, _tenant);
            var key = new Key("twins");
            var behavior = new IdempotencyBehavior<Report, string>(key, session.Idempotency, session.Work, session.Caller, store.Clock);
            var id = await session.Work.RunAsync(() => behavior.Handle(new Report(), CancellationToken.None, () => ReportAsync(session)), CancellationToken.None);
            return (Id: id, key.IsReplayed);
        })));

        answers[0].Id.Should().Be(answers[1].Id);
        answers.Select(a => a.IsReplayed).Should().BeEquivalentTo([true, false]);
        (await Chain.ReadAsync(store, _tenant)).ShouldBeWhole(1);
    }

    private static async Task<string> ReportAsync(Session session)
    {
        var anomaly = Given.Anomaly(session.Caller.TenantId);
        session.Add(anomaly);
        await session.Work.SaveAsync(CancellationToken.None);
        return anomaly.Id;
    }

    private async Task KeepAsync(IdempotencyScope scope, DateTimeOffset at, KeptAnswer? answer = null)
    {
        await using var session = store.Open(_tenant);
        await session.RunAsync(() =>
        {
            session.Idempotency.Add(scope, answer ?? s_answer, at);
            return session.Work.SaveAsync(CancellationToken.None);
        });
    }

    private async Task<KeptAnswer?> FindAsync(IdempotencyScope scope, DateTimeOffset now)
    {
        await using var session = store.Open(_tenant);
        return await session.Work.RunAsync(() => session.Idempotency.FindAsync(scope, now, CancellationToken.None), CancellationToken.None);
    }

    private sealed record Report : IIdempotentCommand<string>;

    private sealed class Key(string value) : IIdempotencyKey
    {
        public string? Value { get; } = value;

        public string Fingerprint { get; } = new('f', 64);

        public bool IsReplayed { get; private set; }

        public void MarkReplayed() => IsReplayed = true;
    }
}

public sealed class SqliteIdempotencyTests(SqliteStore store) : IdempotencyContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIdempotencyTests(SqlServerStore store) : IdempotencyContract(store), IClassFixture<SqlServerStore>;
