using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Incidents;

/// <summary>Five incidents that differ in all that a list can be asked for; nobody changes them.</summary>
public sealed class FoundIncidents : IAsyncLifetime
{
    private readonly StoppedClock _clock = new();
    private readonly string _tenant = Tenants.Fresh();
    private readonly AuditApi _api;

    public FoundIncidents() => _api = new AuditApi(services => services.AddSingleton<TimeProvider>(_clock));

    public HttpClient Analyst => field ??= _api.Analyst(_tenant);

    public async Task InitializeAsync()
    {
        // created: a and b in the same millisecond, c in the last one of that day, d in the first one of the next, e two days later
        var (a, b) = await OpenTwo();
        await EditAsync(a, new { title = "a", severity = "low" });
        await EditAsync(b, new { title = "b", severity = "critical" });
        (await Analyst.WorkAsync(b, "assign", new { assignee = "usr_analyst001" })).Dispose();
        To("2026-01-01T23:59:59.999Z");
        await Open("c", "high", "usr_b");
        To("2026-01-02T00:00:00.000Z");
        var d = await Open("d", "low", "none_of_us");
        To("2026-01-03T10:00:00.500Z");
        await Analyst.HandledAsync(b, new { status = "investigating" });
        var e = await Open("e", "medium", assignee: null);
        To("2026-01-04T00:00:00.000Z");
        await Analyst.HandledAsync(d, new { status = "resolved" });
        To("2026-01-05T00:00:00.000Z");
        await Analyst.HandledAsync(e, new { status = "contained" });
        await Analyst.HandledAsync(a, new { status = "resolved" });
        await Analyst.HandledAsync(a, new { status = "closed" });
        await _api.GivenIncident(Tenants.Fresh());
    }

    public Task DisposeAsync()
    {
        Analyst.Dispose();
        _api.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The titles of a list, in its order.</summary>
    public async Task<string> FindAsync(string query)
    {
        var list = await Analyst.ListAsync(query);
        ((int)list["total"]!).Should().Be(list["items"]!.AsArray().Count, "all fit on the first page");
        return Titles(list);
    }

    /// <summary>The titles that a walk passes, in its order.</summary>
    public async Task<string> WalkAsync(string query)
    {
        var titles = "";
        for (string? cursor = ""; cursor is not null;)
        {
            var list = await Analyst.ListAsync($"?{query}&cursor={cursor}");
            titles += Titles(list);
            cursor = (string?)list["pagination"]!["next_cursor"];
        }

        return titles;
    }

    private static string Titles(JsonNode list) => string.Concat(list["items"]!.AsArray().Select(i => (string)i!["title"]!));

    private async Task<string> Open(string title, string severity, string? assignee) =>
        (string)(await _api.GivenIncident(_tenant, new { title, severity, assignee, description = "shared" }))["id"]!;

    /// <summary>Of the same millisecond the id decides which comes first.</summary>
    private async Task<(string First, string Second)> OpenTwo()
    {
        string[] ids = [await Open("?", "high", assignee: null), await Open("?", "high", assignee: null)];
        Array.Sort(ids, StringComparer.Ordinal);
        return (ids[0], ids[1]);
    }

    private async Task EditAsync(string id, object body)
    {
        using var response = await Analyst.EditAsync(id, body);
        response.IsSuccessStatusCode.Should().BeTrue();
    }

    private void To(string time) => _clock.Advance(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - _clock.GetUtcNow());
}
