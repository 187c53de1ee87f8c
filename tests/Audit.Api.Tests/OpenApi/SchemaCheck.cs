using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Audit.Api.Tests.OpenApi;

/// <summary>Checks JSON against a schema of OpenAPI 3.0: the part of it that the document uses, and it refuses to go on where there is more.</summary>
public sealed class SchemaCheck(Contract contract)
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems",
        "properties", "required", "additionalProperties", "allOf", "description", "example", "readOnly", "default", "nullable",
    };

    /// <summary>What is wrong, each with its place; nothing when it is as the schema says.</summary>
    public IReadOnlyList<string> Faults(JsonNode? value, JsonNode schema)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults);
        return faults;
    }

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> faults)
    {
        var rules = contract.Resolve(schema).AsObject();
        rules.Select(r => r.Key).Should().BeSubsetOf(s_known);
        if (value is null && (bool?)rules["nullable"] == true)
        {
            return;
        }

        foreach (var part in rules["allOf"]?.AsArray() ?? [])
        {
            Check(value, part!, at, faults);
        }

        if (rules["enum"] is JsonArray names && !names.Any(n => JsonNode.DeepEquals(n, value)))
        {
            faults.Add($"{at} is none of {names.ToJsonString()}");
        }

        switch ((string?)rules["type"])
        {
            case "object":
                Members(value, rules, at, faults);
                break;
            case "array":
                Items(value, rules, at, faults);
                break;
            case "string":
                Text(value, rules, at, faults);
                break;
            case "integer" or "number":
                Number(value, rules, at, faults);
                break;
            case "boolean" when value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                faults.Add($"{at} is no boolean");
                break;
        }
    }

    private void Members(JsonNode? value, JsonObject rules, string at, List<string> faults)
    {
        if (value is not JsonObject members)
        {
            faults.Add($"{at} is no object");
            return;
        }

        faults.AddRange((rules["required"]?.AsArray() ?? []).Where(name => !members.ContainsKey((string)name!)).Select(name => $"{at}.{name} is missing"));
        foreach (var (name, member) in members)
        {
            if (rules["properties"]?[name] is { } known)
            {
                Check(member, known, $"{at}.{name}", faults);
            }
            else if (rules["additionalProperties"] is JsonValue)
            {
                faults.Add($"{at}.{name} is unknown");
            }
            else if (rules["additionalProperties"] is { } others)
            {
                Check(member, others, $"{at}.{name}", faults);
            }
        }
    }

    private void Items(JsonNode? value, JsonObject rules, string at, List<string> faults)
    {
        if (value is not JsonArray items)
        {
            faults.Add($"{at} is no array");
            return;
        }

        if (items.Count < (int?)rules["minItems"] || items.Count > (int?)rules["maxItems"])
        {
            faults.Add($"{at} has {items.Count} members");
        }

        if ((bool?)rules["uniqueItems"] == true && items.DistinctBy(i => i!.ToJsonString(), StringComparer.Ordinal).Count() < items.Count)
        {
            faults.Add($"{at} has a member twice");
        }

        for (var i = 0; i < items.Count; i++)
        {
            Check(items[i], rules["items"]!, $"{at}[{i}]", faults);
        }
    }

    private static void Text(JsonNode? value, JsonObject rules, string at, List<string> faults)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            faults.Add($"{at} is no string");
            return;
        }

        var text = (string)value!;
        var length = text.EnumerateRunes().Count();
        if (length < (int?)rules["minLength"] || length > (int?)rules["maxLength"])
        {
            faults.Add($"{at} has {length} characters");
        }

        if ((string?)rules["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
        {
            faults.Add($"{at} is not like {pattern}: {text}");
        }

        var formed = (string?)rules["format"] switch
        {
            null => true,
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            "uri-reference" => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute),
            var format => throw new NotSupportedException(format),
        };
        if (!formed)
        {
            faults.Add($"{at} is no {rules["format"]}: {text}");
        }
    }

    private static void Number(JsonNode? value, JsonObject rules, string at, List<string> faults)
    {
        var style = (string?)rules["type"] == "integer" ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (value?.GetValueKind() != JsonValueKind.Number || !decimal.TryParse(value.ToJsonString(), style, CultureInfo.InvariantCulture, out var number))
        {
            faults.Add($"{at} is no {rules["type"]}");
            return;
        }

        if (number < (decimal?)rules["minimum"] || number > (decimal?)rules["maximum"] || ((string?)rules["format"] == "int32" && number is < int.MinValue or > int.MaxValue))
        {
            faults.Add($"{at} is out of range: {number}");
        }
    }
}
