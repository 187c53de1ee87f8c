using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audit.Trials.Contract;

/// <summary>Checks JSON against a schema of the document, and refuses to go on where the schema says more than it understands. Not for several threads at once.</summary>
public sealed class SchemaCheck(ContractDocument contract)
{
    private readonly Dictionary<JsonNode, Lazy<Schema>> _schemas = [];

    /// <summary>What is wrong, each with its place; nothing when it is as the schema says.</summary>
    public IReadOnlyList<string> Faults(JsonNode? value, JsonNode schema)
    {
        var faults = new List<string>();
        Check(value, Of(schema).Value, "$", faults);
        return faults;
    }

    private Lazy<Schema> Of(JsonNode node)
    {
        var rules = contract.Resolve(node);
        if (!_schemas.TryGetValue(rules, out var schema))
        {
            // a schema may point to itself
            schema = new Lazy<Schema>(() => new Schema(rules.AsObject(), Of));
            _schemas.Add(rules, schema);
        }

        return schema;
    }

    private static void Check(JsonNode? value, Schema schema, string at, List<string> faults)
    {
        if (value is null && schema.IsNullable)
        {
            return;
        }

        foreach (var part in schema.Parts)
        {
            Check(value, part.Value, at, faults);
        }

        if (schema.Names is { } names && !names.Any(n => JsonNode.DeepEquals(n, value)))
        {
            faults.Add($"{at} is none of {names.ToJsonString()}");
        }

        switch (schema.Type)
        {
            case "object":
                Members(value, schema, at, faults);
                break;
            case "array":
                Items(value, schema, at, faults);
                break;
            case "string":
                Text(value, schema, at, faults);
                break;
            case "integer" or "number":
                Number(value, schema, at, faults);
                break;
            case "boolean" when value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                faults.Add($"{at} is no boolean");
                break;
        }
    }

    private static void Members(JsonNode? value, Schema schema, string at, List<string> faults)
    {
        if (value is not JsonObject members)
        {
            faults.Add($"{at} is no object");
            return;
        }

        faults.AddRange(schema.Required.Where(name => !members.ContainsKey(name)).Select(name => $"{at}.{name} is missing"));
        foreach (var (name, member) in members)
        {
            if (schema.Properties.TryGetValue(name, out var known))
            {
                Check(member, known.Value, $"{at}.{name}", faults);
            }
            else if (schema.IsClosed)
            {
                faults.Add($"{at}.{name} is unknown");
            }
            else if (schema.Others is { } others)
            {
                Check(member, others.Value, $"{at}.{name}", faults);
            }
        }
    }

    private static void Items(JsonNode? value, Schema schema, string at, List<string> faults)
    {
        if (value is not JsonArray items)
        {
            faults.Add($"{at} is no array");
            return;
        }

        if (items.Count < schema.Count.Least || items.Count > schema.Count.Most)
        {
            faults.Add($"{at} has {items.Count} members");
        }

        if (schema.IsUnique && items.DistinctBy(i => i?.ToJsonString() ?? "null", StringComparer.Ordinal).Count() < items.Count)
        {
            faults.Add($"{at} has a member twice");
        }

        for (var i = 0; i < items.Count; i++)
        {
            Check(items[i], schema.Items!.Value, $"{at}[{i}]", faults);
        }
    }

    private static void Text(JsonNode? value, Schema schema, string at, List<string> faults)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            faults.Add($"{at} is no string");
            return;
        }

        var text = (string)value!;
        var length = schema.Length is (null, null) ? 0 : text.EnumerateRunes().Count();
        if (length < schema.Length.Least || length > schema.Length.Most)
        {
            faults.Add($"{at} has {length} characters");
        }

        if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
        {
            faults.Add($"{at} is not like {pattern}: {text}");
        }

        var formed = schema.Format switch
        {
            null => true,
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            "uri-reference" => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute),
            var format => throw new NotSupportedException(format),
        };
        if (!formed)
        {
            faults.Add($"{at} is no {schema.Format}: {text}");
        }
    }

    private static void Number(JsonNode? value, Schema schema, string at, List<string> faults)
    {
        var style = schema.Type == "integer" ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (value?.GetValueKind() != JsonValueKind.Number || !decimal.TryParse(value.ToJsonString(), style, CultureInfo.InvariantCulture, out var number))
        {
            faults.Add($"{at} is no {schema.Type}");
            return;
        }

        if (number < schema.Range.Least || number > schema.Range.Most || (schema.Format == "int32" && number is < int.MinValue or > int.MaxValue))
        {
            faults.Add($"{at} is out of range: {number}");
        }
    }
}
