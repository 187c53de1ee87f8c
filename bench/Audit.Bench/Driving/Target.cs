using System.Text.Encodings.Web;
using System.Text.Json;
using Audit.Bench.Seeding;

namespace Audit.Bench.Driving;

/// <summary>A server on a copy of a seeded file, and what there is in it to ask for.</summary>
public sealed record Target(Server Server, string Database, int Size, IReadOnlyList<string> Ids, StatusPlan Moves)
{
    private const int BodyCount = 500;
    private static readonly JsonSerializerOptions s_asItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For those who ask to be known.</summary>
    public string? Token { get; set; }

    /// <summary>The same, in the tenant of a hundred incidents.</summary>
    public string? SmallTenantToken { get; set; }

    /// <summary>What incidents are opened with, in both languages.</summary>
    public IReadOnlyList<string> Bodies { get; } = MakeBodies();

    /// <summary>In no order, and the same each time.</summary>
    public static IReadOnlyList<string> Shuffled(IReadOnlyList<string> ids)
    {
        string[] all = [.. ids];
        new Random(1).Shuffle(all);
        return all;
    }

    private static IReadOnlyList<string> MakeBodies()
    {
        var prose = new Prose(new Random(2));
        string[] severities = ["low", "medium", "high", "critical"];
        return
        [
            .. Enumerable.Range(0, BodyCount).Select(i =>
            {
                var (title, description) = prose.Incident();
                var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = title, ["severity"] = severities[i % severities.Length], ["description"] = description };
                return JsonSerializer.Serialize(body, s_asItIs);
            }),
        ];
    }
}
