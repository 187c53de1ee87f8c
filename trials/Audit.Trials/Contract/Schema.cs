using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Audit.Trials.Contract;

/// <summary>A schema of OpenAPI 3.0, read once so that it can be asked often: the part of it that the document uses.</summary>
internal sealed class Schema
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems",
        "properties", "required", "additionalProperties", "allOf", "description", "example", "readOnly", "default", "nullable",
    };

    /// <summary>Reads what it says.</summary>
    /// <param name="rules">Its node, resolved.</param>
    /// <param name="of">The schema of another node.</param>
    /// <exception cref="NotSupportedException">It says more than is understood here.</exception>
    public Schema(JsonObject rules, Func<JsonNode, Lazy<Schema>> of)
    {
        var unknown = rules.Select(r => r.Key).Where(k => !s_known.Contains(k)).ToList();
        if (unknown.Count > 0)
        {
            throw new NotSupportedException("The schema says " + string.Join(", ", unknown));
        }

        Type = (string?)rules["type"];
        Format = (string?)rules["format"];
        IsNullable = (bool?)rules["nullable"] == true;
        Names = rules["enum"]?.AsArray();
        Pattern = (string?)rules["pattern"] is { } pattern ? new Regex(pattern, RegexOptions.ECMAScript | RegexOptions.Compiled, TimeSpan.FromSeconds(1)) : null;
        Length = ((int?)rules["minLength"], (int?)rules["maxLength"]);
        Range = ((decimal?)rules["minimum"], (decimal?)rules["maximum"]);
        Count = ((int?)rules["minItems"], (int?)rules["maxItems"]);
        IsUnique = (bool?)rules["uniqueItems"] == true;
        Items = rules["items"] is { } items ? of(items) : null;
        Parts = [.. (rules["allOf"]?.AsArray() ?? []).Select(p => of(p!))];
        Required = [.. (rules["required"]?.AsArray() ?? []).Select(r => (string)r!)];
        Properties = (rules["properties"]?.AsObject() ?? []).ToDictionary(p => p.Key, p => of(p.Value!), StringComparer.Ordinal);
        (IsClosed, Others) = rules["additionalProperties"] switch
        {
            JsonObject others => (false, of(others)),
            { } closed => (!(bool)closed, null),
            null => (false, null),
        };
    }

    public string? Type { get; }

    public string? Format { get; }

    public bool IsNullable { get; }

    public JsonArray? Names { get; }

    public Regex? Pattern { get; }

    public (int? Least, int? Most) Length { get; }

    public (decimal? Least, decimal? Most) Range { get; }

    public (int? Least, int? Most) Count { get; }

    public bool IsUnique { get; }

    public Lazy<Schema>? Items { get; }

    public IReadOnlyList<Lazy<Schema>> Parts { get; }

    public IReadOnlyList<string> Required { get; }

    public IReadOnlyDictionary<string, Lazy<Schema>> Properties { get; }

    /// <summary>Whether it has no members but its own.</summary>
    public bool IsClosed { get; }

    /// <summary>What members that aren't its own are like, where it says so.</summary>
    public Lazy<Schema>? Others { get; }
}
