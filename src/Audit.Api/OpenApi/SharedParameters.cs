using System.Text.Json.Nodes;
using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using static Audit.Api.OpenApi.Rule;

namespace Audit.Api.OpenApi;

/// <summary>
/// The parameters that mean the same in every operation that takes them. Each stands once in the document, under its own name, and
/// the operations point to it. Only those of the path have examples: the page to try operations on fills them in as values.
/// </summary>
internal static class SharedParameters
{
    /// <summary>What every operation takes.</summary>
    public static readonly string[] OfEveryOperation =
        [WireHeaders.TenantId, Operation.TenantId, "Prefer", HeaderNames.AcceptLanguage, RequestIdentity.Header];

    private const int MaxIdempotencyKey = 255;
    private static readonly Dictionary<string, OpenApiParameter> s_byName = All().ToDictionary(p => p.Name!, StringComparer.Ordinal);

    private static JsonSchemaType Number => JsonSchemaType.Integer;

    /// <summary>Whether there is one that means the same: also where it isn't given.</summary>
    public static bool Has(string name, int? @default) =>
        s_byName.TryGetValue(name, out var shared) && (@default is null || (int?)shared.Schema!.Default == @default);

    /// <summary>What is said of the parameter of that name, whatever its default; null where there is none.</summary>
    public static string? DescriptionOf(string name) => s_byName.GetValueOrDefault(name)?.Description;

    public static void Describe(OpenApiDocument document)
    {
        foreach (var parameter in All())
        {
            document.AddComponent(parameter.Name!, parameter);
        }
    }

    private static OpenApiParameter[] All() =>
    [
        InPath("incident_id", Ids.Incident, "The incident's id. What can't be an id is not found, like any unknown one."),
        InPath("anomaly_id", Ids.Anomaly, "The anomaly's id. What can't be an id is not found, like any unknown one."),
        InQuery("page", Number, "The page's number, from 1. A page past the end is empty.", 1),
        InQuery("page_size", Number, "How many members a page has.", Limits.DefaultPageSize),
        InQuery("cursor", JsonSchemaType.String, "Walks the list instead of paging through it, by `created_at` only: empty to start, then each answer's `next_cursor`, with the same filters and sort."),
        InQuery("expected_sequence", Number, "An entry that is known, such as the `last_sequence` of an earlier answer; with `expected_hash`.", format: "int64"),
        InQuery("expected_hash", JsonSchemaType.String, "Its hash; with `expected_sequence`."),
        InQuery(Operation.TenantId, JsonSchemaType.String, $"As the header `{WireHeaders.TenantId}`. Where both are given, they must be the same."),
        InHeader(WireHeaders.TenantId, "The tenant to act in, the token's if absent. Acting in another tenant requires the role `super_admin` or, under `/internal`, the scope `audit:ingest:any`.", Text(Limits.Name)),
        InHeader(HeaderNames.IfMatch, "Writes only if this is the version of the thing that the path names: the `ETag` of an earlier answer, such as `\"3\"`, or `*` for any. Another version is a 412."),
        InHeader(HeaderNames.IfNoneMatch, "Asks for an answer only if this is not the thing's version any more: the `ETag` of an earlier answer, such as `\"3\"`. Else it is a 304."),
        InHeader(
            WireHeaders.IdempotencyKey,
            $"Makes the request safe to repeat. For {IIdempotencyStore.Lifetime.TotalHours} hours, the same key with the same body is answered as it was the first time, with `Idempotency-Replayed: true`; with another body it is a 422. Use a new UUID for each request; 1–{MaxIdempotencyKey} visible ASCII characters.",
            Text(MaxIdempotencyKey) + Pattern("^[!-~]+$")),
        InHeader("Prefer", "`handling=strict` (RFC 7240) refuses query parameters and body members that the operation doesn't know, and to close an incident without a resolution. Otherwise the former are ignored, and the latter makes it `undetermined`."),
        InHeader(HeaderNames.AcceptLanguage, "The language of an error's texts: any `zh` gives `zh-CN`, all else `en`."),
        InHeader(RequestIdentity.Header, "The caller's own id of the request, for its logs and ours, which the answer repeats. One is made where none of this form is sent.", Pattern(Fields.RequestIdPattern)),
    ];

    private static OpenApiParameter InPath(string name, string prefix, string description) =>
        Of(ParameterLocation.Path, name, description, JsonSchemaType.String, Pattern(IdPattern(prefix)) + Example(IdExample(prefix)));

    private static OpenApiParameter InQuery(string name, JsonSchemaType type, string description, int? @default = null, string format = "int32")
    {
        var parameter = Of(ParameterLocation.Query, name, description, type, schema => Fields.Apply(name, schema));
        var schema = (OpenApiSchema)parameter.Schema!;
        schema.Default = @default is null ? null : JsonValue.Create(@default);
        schema.Format = type == Number ? format : null;
        return parameter;
    }

    private static OpenApiParameter InHeader(string name, string description, Action<OpenApiSchema>? rule = null) =>
        Of(ParameterLocation.Header, name, description, JsonSchemaType.String, rule);

    private static OpenApiParameter Of(ParameterLocation location, string name, string description, JsonSchemaType type, Action<OpenApiSchema>? rule)
    {
        var schema = new OpenApiSchema { Type = type };
        rule?.Invoke(schema);
        // nothing that is sent is read-only
        schema.ReadOnly = false;
        return new OpenApiParameter { In = location, Name = name, Description = description, Required = location == ParameterLocation.Path, Schema = schema };
    }
}
