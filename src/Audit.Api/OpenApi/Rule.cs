using System.Text.Json.Nodes;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What rules of members are made of; they add up with <c>+</c>.</summary>
internal static class Rule
{
    /// <summary>The service gives it; nobody sends it.</summary>
    public static readonly Action<OpenApiSchema> Given = static schema => schema.ReadOnly = true;

    /// <summary>A point in time in either form the wire has: Unix seconds, or RFC 3339.</summary>
    public static readonly Action<OpenApiSchema> Moment = static schema =>
    {
        if (schema.Type == JsonSchemaType.Integer)
        {
            schema.Minimum = "0";
            schema.Examples ??= [1713175800L];
        }
        else
        {
            schema.Examples ??= ["2026-01-01T00:00:00.000Z"];
        }
    };

    /// <summary><c>null</c> means something of its own, other than nothing being said.</summary>
    public static readonly Action<OpenApiSchema> OrNull = static schema => schema.Type |= JsonSchemaType.Null;

    public static readonly Action<OpenApiSchema> Unique = static schema => schema.UniqueItems = true;

    /// <summary>A SHA-256 in lower-case hexadecimal.</summary>
    public static readonly Action<OpenApiSchema> Sha256 = Pattern("^[0-9a-f]{64}$") + Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    /// <summary>One end of a period: a time of RFC 3339, or its date alone.</summary>
    public static readonly Action<OpenApiSchema> TimeOrDate =
        Pattern(@"^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?$");

    /// <summary>An id of ours, of the kind that its example has.</summary>
    public static readonly Action<OpenApiSchema> Id = static schema =>
    {
        if (schema.Examples is [JsonValue example])
        {
            schema.Pattern = IdPattern(((string)example!)[..Ids.Incident.Length]);
        }
    };

    public static Action<OpenApiSchema> Text(int max, string? example = null) => schema =>
    {
        schema.MaxLength = max;
        if (example is not null)
        {
            schema.Examples ??= [example];
        }
    };

    public static Action<OpenApiSchema> Number(long min, long? max = null) => schema =>
    {
        schema.Minimum = Invariant(min);
        schema.Maximum = max is { } most ? Invariant(most) : null;
    };

    public static Action<OpenApiSchema> Example(JsonNode example) => schema => schema.Examples ??= [example.DeepClone()];

    public static Action<OpenApiSchema> Pattern(string pattern) => schema => schema.Pattern = pattern;

    public static Action<OpenApiSchema> Format(string format) => schema => schema.Format = format;

    /// <summary>Ids of other things, which are kept as they were sent.</summary>
    public static Action<OpenApiSchema> References(string example, int max = Limits.ListMembers, int? min = null) => schema =>
    {
        schema.MinItems = min;
        schema.MaxItems = max;
        schema.UniqueItems = true;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Limits.Name };
        schema.Examples ??= [new JsonArray(example)];
    };

    /// <summary>How many there are of each name.</summary>
    public static Action<OpenApiSchema> Counts(params (string Name, long Count)[] example) => schema =>
    {
        Number(0)((OpenApiSchema)schema.AdditionalProperties!);
        schema.Examples ??= [new JsonObject(example.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Name, e.Count)))];
    };

    /// <summary>What <see cref="Ids"/> makes: the kind, and 128 bits in 26 digits, the first of which has only three bits.</summary>
    public static string IdPattern(string prefix) => $"^{prefix}[0-7][0-9a-hjkmnp-tv-z]{{25}}$";

    public static string IdExample(string prefix) => prefix + "01k5m8z0c2e9v7q4t6x8y1w3ra";

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
