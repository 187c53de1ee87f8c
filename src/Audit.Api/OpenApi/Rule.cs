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
    public static Action<OpenApiSchema> References(string example) => schema =>
    {
        schema.MaxItems = Limits.ListMembers;
        schema.UniqueItems = true;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Limits.Name };
        schema.Examples ??= [new JsonArray(example)];
    };

    /// <summary>What <see cref="Ids"/> makes: the kind, and 128 bits in 26 digits, the first of which has only three bits.</summary>
    public static string IdPattern(string prefix) => $"^{prefix}[0-7][0-9a-hjkmnp-tv-z]{{25}}$";

    public static string IdExample(string prefix) => prefix + "01k5m8z0c2e9v7q4t6x8y1w3ra";

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
