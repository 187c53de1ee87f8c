using System.Diagnostics;
using System.Globalization;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using static Audit.Infrastructure.Tests.Persistence.Sqlite.WatchedWriter;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>What those who queue units of work notice of one another, and of leaving.</summary>
public sealed class SharedWriterCallerTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Fact]
    public async Task RunAsync_WhenTheCallerLeavesWhileItWaits_LetsItGoAtOnceAndNeverRunsIt()
    {
        await using var writer = await OnAsync(store);
        using var leaving = new CancellationTokenSource();
        var ran = false;
        Task behind;
        using (await writer.HoldAsync())
        {
            var left = writer.RunAsync(_ => Task.FromResult(ran = true), leaving.Token);
            behind = writer.RunAsync(Storing("behind"));

            await leaving.CancelAsync();

            // nothing else has happened yet: the turn is held
            (await FluentActions.Awaiting(() => left).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(leaving.Token);
        }

        await behind;
        ran.Should().BeFalse();
        (await writer.StoredAsync()).Should().Equal("behind");
    }

    [Fact]
    public async Task RunAsync_WhenTheCallerHasLeft_QueuesNothing()
    {
        await using var writer = await OnAsync(store);
        var ran = false;

        var asking = () => writer.RunAsync(_ => Task.FromResult(ran = true), new CancellationToken(canceled: true));

        await asking.Should().ThrowAsync<OperationCanceledException>();
        await writer.RunAsync(Storing("next"));
        ran.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_WhenTheCallerLeavesDuringTheRun_LeavesNothingOfItAndKeepsTheConnection()
    {
        await using var writer = await OnAsync(store);
        using var leaving = new CancellationTokenSource();
        await writer.RunAsync(Storing("before"));
        var connection = writer.Connection;

        var left = () => writer.RunAsync(
            async db =>
            {
                await Storing("never seen")(db);
                await leaving.CancelAsync();
                await db.Database.ExecuteSqlRawAsync("INSERT INTO notes (name) VALUES ('nor this')", leaving.Token);
            },
            leaving.Token);

        (await left.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(leaving.Token);
        await writer.RunAsync(Storing("after"));
        writer.Connection.Should().BeSameAs(connection);
        (await writer.StoredAsync()).Should().Equal("before", "after");
    }

    /// <summary>What has been done can't be said not to have been.</summary>
    [Fact]
    public async Task RunAsync_WhenTheUnitDoesntMindThatTheCallerLeaves_StoresItAndSaysSo()
    {
        await using var writer = await OnAsync(store);
        using var leaving = new CancellationTokenSource();

        await writer.RunAsync(
            async db =>
            {
                await leaving.CancelAsync();
                await Storing("stored")(db);
            },
            leaving.Token);

        (await writer.StoredAsync()).Should().Equal("stored");
    }

    [Fact]
    public async Task RunAsync_WhoeverAsks_RunsTheUnitInTheContextOfItsCaller()
    {
        await using var writer = await OnAsync(store);
        var seen = new List<(string, string?, string?)>();
        var tasks = new List<Task>();
        using (await writer.HoldAsync())
        {
            tasks.AddRange(new[] { "zh-CN", "de-DE", "en-US" }.Select(culture => AskAsync(writer, culture, seen)));
        }

        await Task.WhenAll(tasks);

        seen.Should().Equal(("zh-CN", "zh-CN", "zh-CN"), ("de-DE", "de-DE", "de-DE"), ("en-US", "en-US", "en-US"));
    }

    /// <summary>Whoever comes first makes the writer begin, and it may go on for long: nobody else is to see that one's context meanwhile.</summary>
    [Fact]
    public async Task RunAsync_WhenTheCallerGivesNoContext_RunsTheUnitInNobodyElses()
    {
        await using var writer = await OnAsync(store);
        var seen = new List<(string Culture, string? Local, string? Activity)>();
        var tasks = new List<Task>();
        using (await writer.HoldAsync())
        {
            tasks.Add(AskAsync(writer, "zh-CN", seen));
            using (ExecutionContext.SuppressFlow())
            {
                tasks.Add(writer.RunAsync(_ => SeeAsync(seen)));
            }
        }

        await Task.WhenAll(tasks);

        seen[1].Culture.Should().NotBe("zh-CN");
        seen[1].Local.Should().BeNull();
        seen[1].Activity.Should().BeNull();
    }

    /// <summary>What it sets here it keeps to itself, as every asynchronous method does.</summary>
    private static async Task AskAsync(WatchedWriter writer, string culture, List<(string Culture, string? Local, string? Activity)> seen)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        s_local.Value = culture;
        using var activity = new Activity(culture).Start();
        await writer.RunAsync(_ => SeeAsync(seen));
    }

    private static async Task SeeAsync(List<(string Culture, string? Local, string? Activity)> seen)
    {
        await Task.Yield();
        seen.Add((CultureInfo.CurrentCulture.Name, s_local.Value, Activity.Current?.OperationName));
        // the next one is not to see this
        s_local.Value = "left behind";
        Activity.Current = null;
    }
}
