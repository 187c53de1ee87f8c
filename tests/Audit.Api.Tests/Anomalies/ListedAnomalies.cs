using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Anomalies;

/// <summary>Five anomalies of one tenant, a to e, reported on the first five days of 2026; all was done about them on the sixth, e first.</summary>
public sealed class ListedAnomalies : IAsyncLifetime
{
    private readonly StoppedClock _clock = new();
    private readonly AuditApi _api;

    public ListedAnomalies() => _api = new AuditApi(services => services.AddSingleton<TimeProvider>(_clock));

    public string Tenant { get; } = Tenants.Fresh();

    /// <summary>Who <c>me</c> is.</summary>
    public HttpClient Analyst => field ??= _api.Analyst(Tenant, "usr_me");

    /// <summary>The ids by letter.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        await Report("a", "brute_force", "low", "Five failed sign-ins", "usr_alice");
        await Report("b", "brute_force", "high", "Ten failed sign-ins", "usr_bob");
        await Report("c", "impossible_travel", "medium", "北京 and Lisbon in one hour", "usr_alice");
        await Report("d", "impossible_travel", "critical", "100% of a_b\\c", userId: null);
        await Report("e", "Brute_Force", "low", "Ｗｉｄｅ letters", "USR_ALICE");
        await Move("e", "false_positive", "usr_me");
        await Move("d", "resolved", assignee: null);
        await Move("c", "investigating", "usr_2");
        await Move("b", "acknowledged", "usr_me");
        await _api.GivenAnomaly(Tenants.Fresh(), Body("x", "brute_force", "low", "Five failed sign-ins", "usr_alice"));
    }

    public async Task DisposeAsync()
    {
        Analyst.Dispose();
        await _api.DisposeAsync();
    }

    /// <summary>The letters of what is found, in its order.</summary>
    public async Task<string> FindAsync(string query) => Letters(await Analyst.ListOfAsync(Triage.Anomalies + query));

    public static string Letters(JsonNode list) => string.Concat(list["items"]!.AsArray().Select(i => (string)i!["external_id"]!));

    private static object Body(string letter, string type, string severity, string description, string? userId) =>
        new { external_id = letter, type, severity, description, user_id = userId };

    private async Task Report(string letter, string type, string severity, string description, string? userId)
    {
        Ids[letter] = await _api.GivenAnomaly(Tenant, Body(letter, type, severity, description, userId));
        _clock.Advance(TimeSpan.FromDays(1));
    }

    private async Task Move(string letter, string status, string? assignee)
    {
        _clock.Advance(TimeSpan.FromHours(1));
        using var response = await Analyst.MoveAsync(Ids[letter], new { status, assignee });
        await response.DataAsync();
    }
}
