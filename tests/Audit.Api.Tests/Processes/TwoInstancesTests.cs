using System.Net;
using Audit.Api.Tests.History;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

/// <summary>Two processes on one file: whichever is asked, what either acknowledged is there, once.</summary>
public sealed class TwoInstancesTests : IAsyncLifetime
{
    private const string Tenant = "tnt_log";
    private const int Writers = 4;
    private const int Things = 12;
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProcess> _services = [];
    private readonly List<HttpClient> _clients = [];

    private string File => _folder.File("audit.db");

    /// <summary>They start together, on a file that isn't there yet.</summary>
    public async Task InitializeAsync()
    {
        (string, string)[] settings = [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + File), ("RateLimiting__Enabled", "false")];
        _services.AddRange(await Task.WhenAll(ServiceProcess.StartAsync(_folder.Path, settings), ServiceProcess.StartAsync(_folder.Path, settings)));
        foreach (var service in _services)
        {
            _clients.Add(await service.SignedInAsync("usr_a"));
        }
    }

    public async Task DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Writes_ThroughBoth_AreSeenThroughTheOtherAtOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(WriteAndLookAsync));

        var history = StoreFile.History(File, Tenant);
        history.ShouldBeOneChain();
        history.Should().HaveCount(Writers * Things * 2);
        await ShouldAgreeAsync(Writers * Things, history.Count);
    }

    [Fact]
    public async Task Twins_SentToBothAtOnce_AreOneThing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers * Things).SelectMany(key => _clients, OpenAsync));

        var opened = answers.Where(a => a.Id is not null).ToLookup(a => a.Key, a => a.Id!);
        opened.Should().HaveCount(Writers * Things, "one of two twins is never refused");
        foreach (var twins in opened)
        {
            var id = twins.Distinct(StringComparer.Ordinal).Should().ContainSingle("key {0} opened one incident", twins.Key).Subject;
            (await _clients[twins.Key % 2].ListAsync($"?search=twin{twins.Key}x")).Ids().Should().Equal(id);
        }

        StoreFile.Count(File, "idempotency_keys", Tenant).Should().Be(Writers * Things);
        StoreFile.History(File, Tenant).ShouldBeOneChain();
        await ShouldAgreeAsync(Writers * Things, Writers * Things);
    }

    /// <summary>Opens incidents and moves them, each through another instance, and looks for what was acknowledged through the one that didn't.</summary>
    private async Task WriteAndLookAsync(int writer)
    {
        for (var i = 0; i < Things; i++)
        {
            var (here, there) = (_clients[(writer + i) % 2], _clients[(writer + i + 1) % 2]);
            var title = $"暴力破解 w{writer}i{i}x";
            using var opened = await Calls.PatientlyAsync(() => here.OpenAsync(new { title, severity = "high", assignee = $"writer-{writer}" }));
            var id = (string)(await opened.DataAsync())["id"]!;

            (await StatusAsync(there, id)).Should().Be("open");
            (await there.ListAsync($"?search=w{writer}i{i}x")).Ids().Should().Equal(id);
            ((long)(await there.ListAsync($"?assignee=writer-{writer}"))["total"]!).Should().Be(i + 1);

            using var moved = await Calls.PatientlyAsync(() => there.CallAsync("PUT", Paths.Incident(id) + "/status", new { status = "investigating" }, ("If-Match", "\"1\"")));
            moved.Header("ETag").Should().Be("\"2\"");

            (await StatusAsync(here, id)).Should().Be("investigating");
            (await here.ListAsync($"?status=investigating&search=暴力 w{writer}i{i}x")).Ids().Should().Equal(id);
            ((long)(await here.ListAsync($"?status=open&assignee=writer-{writer}"))["total"]!).Should().Be(0);
        }
    }

    private static async Task<string> StatusAsync(HttpClient client, string id)
    {
        using var read = await client.GetAsync(Paths.Incident(id));
        return (string)(await read.DataAsync())["status"]!;
    }

    /// <summary>Null where the twin took so long that this one was told to ask again.</summary>
    private static async Task<(int Key, string? Id)> OpenAsync(int key, HttpClient client)
    {
        using var opened = await Calls.PatientlyAsync(() => client.OpenAsync(new { title = $"twin{key}x", severity = "low" }, ("Idempotency-Key", $"key-{key}")));
        opened.StatusCode.Should().BeOneOf(HttpStatusCode.Created, HttpStatusCode.Conflict);
        return (key, opened.StatusCode == HttpStatusCode.Created ? (string)(await opened.DataAsync())["id"]! : null);
    }

    /// <summary>Both count what is there, and verify the same chain to the same end.</summary>
    private async Task ShouldAgreeAsync(long incidents, long entries)
    {
        StoreFile.Count(File, "incidents", Tenant).Should().Be(incidents);
        var ends = new List<string>();
        foreach (var client in _clients)
        {
            ((long)(await client.ListAsync())["total"]!).Should().Be(incidents);
            using var verified = await client.GetAsync(Chain.Verify);
            var found = await verified.DataAsync();
            ((bool)found["valid"]!).Should().BeTrue(found.ToJsonString());
            ((long)found["checked"]!).Should().Be(entries);
            ends.Add((string)found["last_hash"]!);
        }

        ends.Distinct(StringComparer.Ordinal).Should().ContainSingle();
    }
}
