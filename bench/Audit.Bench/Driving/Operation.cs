using System.Globalization;
using Audit.Bench.Seeding;

namespace Audit.Bench.Driving;

/// <summary>What is measured.</summary>
/// <param name="Name">As it stands in the results.</param>
/// <param name="HasFloor">Whether the floor answers it too.</param>
/// <param name="Writes">Whether each request adds an entry to the history.</param>
/// <param name="Lines">The requests to send, each a method, a path and a body, separated by tabs.</param>
public sealed record Operation(string Name, bool HasFloor, bool Writes, Func<Target, IReadOnlyList<string>> Lines)
{
    private const string SmallPrefix = "small_";
    private const string Incidents = "/admin/audit/incidents";
    private const int PageSize = 20;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("get", HasFloor: true, Writes: false, target => [.. target.Ids.Select(id => $"GET\t{Incidents}/{id}")]),
        new("list", HasFloor: true, Writes: false, _ => [$"GET\t{Incidents}"]),
        new("list_deep", HasFloor: false, Writes: false, target => [string.Create(CultureInfo.InvariantCulture, $"GET\t{Incidents}?page={DeepPage(target.Size)}")]),
        .. SearchWords.All.Select(w => Search("search_" + w.Name, w.Word)),
        .. SearchWords.All.Select(w => Search(SmallPrefix + "search_" + w.Name, w.Word)),
        new("create", HasFloor: true, Writes: true, target => [.. target.Bodies.Select(body => $"POST\t{Incidents}\t{body}")]),
        new("status", HasFloor: true, Writes: true, target => [.. target.Moves.Next().Select(move => $"PUT\t{Incidents}/{move.Id}/status\t{{\"status\":\"{move.Status}\"}}")]),
    ];

    /// <summary>What the chart shows: of the searches, one of each kind.</summary>
    public static IReadOnlySet<string> Drawn { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "get", "list", "list_deep", "search_frequent", "search_rare", "search_absent", "search_two_chinese", "create", "status",
    };

    /// <summary>Whether it is asked for in a tenant of a hundred incidents, among all the others.</summary>
    public bool IsInSmallTenant => Name.StartsWith(SmallPrefix, StringComparison.Ordinal);

    /// <summary>At four fifths of the tenant: 40,000 of 20 at a million.</summary>
    public static int DeepPage(int size) => size / 5 * 4 / PageSize;

    private static Operation Search(string name, string word) =>
        new(name, HasFloor: false, Writes: false, _ => [$"GET\t{Incidents}?search={Uri.EscapeDataString(word)}"]);
}
