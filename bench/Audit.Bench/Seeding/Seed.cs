using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audit.Bench.Seeding;

/// <summary>What lies in a seeded file, as far as driving needs it. It is kept beside the file.</summary>
public sealed record Seed
{
    public const string TenantId = "tnt_bench";

    /// <summary>The first of the others; each has about a hundred incidents.</summary>
    public const string SmallTenantId = "tnt_other_0000";
    public const int MaxIds = 2_000;
    public const int MaxOpenIds = 60_000;

    public required int Incidents { get; init; }

    public required int Anomalies { get; init; }

    /// <summary>Incidents of all the other tenants.</summary>
    public required int OthersIncidents { get; init; }

    public required int OtherTenants { get; init; }

    /// <summary>Incidents of the tenant, spread evenly over it.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Open ones, spread as evenly.</summary>
    public required IReadOnlyList<string> OpenIds { get; init; }

    public static Seed Read(string file) => JsonSerializer.Deserialize(File.ReadAllText(file), SeedJson.Default.Seed)!;

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, SeedJson.Default.Seed));

    /// <summary>So many of them at the most, spread evenly.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Seed))]
internal sealed partial class SeedJson : JsonSerializerContext;
