using System.Net;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Processes;

/// <summary>
/// Somebody who opens incidents and changes them one request after the other, and knows of each what was acknowledged last. The request that
/// a killed process didn't answer may have been done or not.
/// </summary>
internal sealed class InterruptedWriter(string name)
{
    private static readonly string[] s_severities = ["low", "medium", "high", "critical"];
    private readonly Dictionary<string, State> _acknowledged = new(StringComparer.Ordinal);
    private Write? _pending;
    private int _opened;

    /// <summary>What was acknowledged, by id.</summary>
    public IReadOnlyDictionary<string, State> Acknowledged => _acknowledged;

    /// <summary>Writes until nobody answers any more.</summary>
    public async Task WriteUntilCutOffAsync(HttpClient client, Action acknowledged)
    {
        try
        {
            while (true)
            {
                var id = await SendAsync(client, Opening(), acknowledged);
                await SendAsync(client, Moving(id, "investigating"), acknowledged);
                await SendAsync(client, Renaming(id), acknowledged);
                await SendAsync(client, Moving(id, "resolved"), acknowledged);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // killed
        }
    }

    /// <summary>Compares what is stored with what it knows, then learns what became of the request that wasn't answered.</summary>
    /// <param name="client">Who asks the service.</param>
    /// <param name="stored">All incidents whose title begins with its name, by id.</param>
    public async Task ShouldFindItsWorkAsync(HttpClient client, IReadOnlyDictionary<string, State> stored)
    {
        var pending = _pending;
        _pending = null;
        foreach (var (id, last) in _acknowledged)
        {
            stored.Should().ContainKey(id, "{0} was acknowledged", last);
            if (stored[id] != last)
            {
                pending.Should().NotBeNull("{0} was acknowledged and nothing was asked after it", last);
                (pending!.Id, stored[id]).Should().Be((id, pending.Wanted), "after {0} only that was asked", last);
                _acknowledged[id] = stored[id];
            }
        }

        var unknown = stored.Where(s => !_acknowledged.ContainsKey(s.Key)).ToList();
        if (pending is not { Id: null })
        {
            unknown.Should().BeEmpty("of these nobody asked for more than was acknowledged");
            return;
        }

        unknown.Select(s => s.Value).Should().BeSubsetOf([pending.Wanted]).And.HaveCountLessThanOrEqualTo(1);
        if (pending.Key is not null)
        {
            await RetryAsync(client, pending, wasDone: unknown.Count == 1);
        }
        else if (unknown.Count == 1)
        {
            _acknowledged.Add(unknown[0].Key, unknown[0].Value);
        }
    }

    /// <summary>The same request with the same key: it is done now, if it wasn't before.</summary>
    private async Task RetryAsync(HttpClient client, Write pending, bool wasDone)
    {
        using var response = await pending.SendAsync(client);
        var data = await response.DataAsync();

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        (response.Header("Idempotency-Replayed") == "true").Should().Be(wasDone, "{0} was stored: {1}", pending.Wanted, wasDone);
        State.Of(data).Should().Be(pending.Wanted);
        (await client.ListAsync($"?search={Uri.EscapeDataString(pending.Wanted.Title)}")).Ids().Should().Equal((string)data["id"]!);
        _acknowledged.Add((string)data["id"]!, pending.Wanted);
    }

    private async Task<string> SendAsync(HttpClient client, Write write, Action acknowledged)
    {
        _pending = write;
        using var response = await write.SendAsync(client);
        var data = await response.DataAsync();
        _pending = null;
        State.Of(data).Should().Be(write.Wanted);
        _acknowledged[(string)data["id"]!] = write.Wanted;
        acknowledged();
        return (string)data["id"]!;
    }

    private Write Opening()
    {
        var title = $"{name}-{++_opened}. 暴力破解";
        var severity = s_severities[_opened % 4];
        return new Write("POST", Paths.Incidents, new { title, severity }, null, new State(title, "open", severity, 1), _opened % 2 == 0 ? $"{name}-{_opened}" : null);
    }

    private Write Moving(string id, string status)
    {
        var last = _acknowledged[id];
        return new Write("PUT", $"{Paths.Incident(id)}/status", new { status }, id, last with { Status = status, Version = last.Version + 1 });
    }

    private Write Renaming(string id)
    {
        var last = _acknowledged[id];
        var title = last.Title + " again";
        return new Write("PATCH", Paths.Incident(id), new { title }, id, last with { Title = title, Version = last.Version + 1 });
    }

    /// <summary>What can be seen of an incident, as far as this changes it.</summary>
    public sealed record State(string Title, string Status, string Severity, long Version)
    {
        public static State Of(JsonNode data) => new((string)data["title"]!, (string)data["status"]!, (string)data["severity"]!, (long)data["version"]!);
    }

    private sealed record Write(string Method, string Path, object Body, string? Id, State Wanted, string? Key = null)
    {
        public Task<HttpResponseMessage> SendAsync(HttpClient client) =>
            client.CallAsync(Method, Path, Body, Key is null ? [] : [("Idempotency-Key", Key)]);
    }
}
