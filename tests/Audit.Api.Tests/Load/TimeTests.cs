using System.Net;
using Audit.Api.Tests.Requests;
using Audit.Api.Tests.Security;
using Audit.Trials.Running;
using Microsoft.Data.Sqlite;

namespace Audit.Api.Tests.Load;

/// <summary>Requests that take longer than they may.</summary>
public sealed class TimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Request_WhenItsBodyDoesNotComeInTime_IsATimeout()
    {
        await using var service = await StartAsync(("Limits__RequestSeconds", "1"));
        await using var held = await HeldRequest.BeginAsync(service, await service.TokenAsync("a", "tnt_a"), Paths.Incidents, 30);
        await held.SendAsync("{\"title\"");

        var answer = await held.ReadHeadAsync();

        answer.Should().StartWith("HTTP/1.1 408 ").And.Contain("application/problem+json");
        await held.ReadToEndAsync();
    }

    [Fact]
    public async Task Write_WhenItWaitsLongerThanARequestMay_IsRefusedAndNeverDone()
    {
        // less than the writer's own patience, and more than any of the others takes
        await using var service = await StartAsync(("Limits__RequestSeconds", "4"));
        using var client = await service.SignedInAsync("a", "tnt_a");
        await using (var other = new SqliteConnection($"Data Source={_folder.File("audit.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();

            using var response = await client.CallAsync("POST", Paths.Incidents, new { title = "t", severity = "low" });

            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "error.overloaded");
            ((int)problem["retry_after"]!).Should().BePositive();
        }

        (await client.PostAsync("other")).Should().Be(HttpStatusCode.Created);
        (await client.ListAsync(""))["items"]!.AsArray().Should().ContainSingle("the one that was refused is not done later");
    }

    [Fact]
    public async Task Bulk_WhenItsTimeIsUpInTheMiddle_SaysWhatWasDone()
    {
        await using var service = await StartAsync(("Limits__RequestSeconds", "4"));
        using var client = await service.SignedInAsync("a", "tnt_a");
        var ids = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            using var opened = await client.CallAsync("POST", Paths.Incidents, new { title = "t", severity = "low" });
            ids.Add((string)(await opened.DataAsync())["id"]!);
        }

        await using var other = new SqliteConnection($"Data Source={_folder.File("audit.db")};Pooling=False");
        await other.OpenAsync();
        var turn = TakeTurn();
        var answer = client.CallAsync("POST", Paths.Incidents + "/bulk", new { ids, comment = "seen" });
        await turn.DisposeAsync();
        while (await ExecuteAsync(other, "SELECT COUNT(*) FROM history WHERE action = 'commented'") == 0)
        {
            // until the first are done; the others wait for the turn that is taken next
        }

        await using var taken = TakeTurn();
        using var response = await answer;
        var done = await ExecuteAsync(other, "SELECT COUNT(*) FROM history WHERE action = 'commented'");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var results = (await response.JsonAsync())["results"]!.AsArray();
        results.Count(r => (bool)r!["ok"]!).Should().Be((int)done).And.BeLessThan(100);
        results.Where(r => !(bool)r!["ok"]!).Should().OnlyContain(r => (string)r!["problem"]!["i18n_key"]! == "error.overloaded");
    }

    [Fact]
    public async Task Answer_WhenItIsNotTakenInTime_IsCut()
    {
        const int Asked = 24;
        const int Length = 10_000;
        await using var service = await StartAsync(("Limits__RequestSeconds", "5"));
        using var client = await service.SignedInAsync("a", "tnt_a", scope: "audit:ingest");
        using var reported = await client.CallAsync("POST", Paths.Batch, Enumerable.Range(0, 100).Select(_ => new { type = "t", severity = "low", description = new string('x', Length) }));
        reported.StatusCode.Should().Be(HttpStatusCode.Created);
        // 24 MB, of which the connection's buffers take a part
        await using var reader = await HeldRequest.AskAsync(service, await service.TokenAsync("a", "tnt_a"), "/admin/audit/anomalies?page_size=100", Asked);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!service.Output.Contains("not taken in time", StringComparison.Ordinal))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        (await reader.ReadToEndAsync()).Should().BeLessThan(1L * Asked * 100 * Length);
    }

    [Fact]
    public async Task Terminate_WhenARequestIsUnderWay_LetsItEnd()
    {
        const string Body = """{"title":"t","severity":"low"}""";
        await using var service = await StartAsync();
        await using var held = await HeldRequest.BeginAsync(service, await service.TokenAsync("a", "tnt_a"), Paths.Incidents, Body.Length);

        var ended = service.TerminateAsync();
        await NoMoreIsTakenAsync(service);
        await held.SendAsync(Body);

        (await held.ReadHeadAsync()).Should().StartWith("HTTP/1.1 201 ");
        (await ended).Should().Be(0);
    }

    [Fact]
    public async Task Terminate_WhenARequestDoesNotEnd_EndsAllTheSame()
    {
        await using var service = await StartAsync(("Limits__ShutdownSeconds", "1"));
        await using var held = await HeldRequest.BeginAsync(service, await service.TokenAsync("a", "tnt_a"), Paths.Incidents, 30);

        (await service.TerminateAsync()).Should().Be(0);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The turn to write next, as another process would take it.</summary>
    private FileStream TakeTurn()
    {
        while (true)
        {
            try
            {
                return new FileStream(_folder.File("audit.db.next.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // the service has it for a moment
            }
        }
    }

    private static async Task<long> ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    /// <summary>Waits until the service has begun to stop: it takes no connections any more.</summary>
    private static async Task NoMoreIsTakenAsync(ServiceProcess service)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                using var client = new HttpClient { BaseAddress = service.Address };
                using var response = await client.GetAsync(new Uri("/health/live", UriKind.Relative), patience.Token);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private Task<ServiceProcess> StartAsync(params (string, string)[] limits) => ServiceProcess.StartAsync(
        _folder.Path, [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + _folder.File("audit.db")), .. limits]);
}

file static class Writes
{
    public static async Task<HttpStatusCode> PostAsync(this HttpClient client, string title)
    {
        using var response = await client.CallAsync("POST", Paths.Incidents, new { title, severity = "low" });
        return response.StatusCode;
    }
}
