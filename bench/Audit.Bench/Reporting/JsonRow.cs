using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audit.Bench.Reporting;

/// <summary>A row of the results for those who compute with them.</summary>
/// <param name="P50Ms">Null where nothing was answered.</param>
/// <param name="RatioToFloor">Requests a second, divided by the floor's; null where the floor has no such operation.</param>
public sealed record JsonRow(string Operation, int Size, double RequestsPerSecond, double? P50Ms, double? P99Ms, double? RatioToFloor)
{
    public static string Write(IEnumerable<Figures> figures) =>
        JsonSerializer.Serialize([.. figures.Select(Of)], JsonRowJson.Default.ListJsonRow) + "\n";

    private static JsonRow Of(Figures f) =>
        new(f.Operation, f.Size, Math.Round(f.PerSecond, 2), Round(f.P50Ms), Round(f.P99Ms), Round(f.Ratio));

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 3) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(List<JsonRow>))]
internal sealed partial class JsonRowJson : JsonSerializerContext;
