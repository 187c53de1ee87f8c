using Audit.Api.Problems;
using Audit.Api.Requests;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using static Audit.Api.OpenApi.Rule;

namespace Audit.Api.OpenApi;

/// <summary>The headers of answers. Each stands once in the document, under its own name.</summary>
internal static class AnswerHeaders
{
    public const string PreferenceApplied = "Preference-Applied";

    /// <summary>What every successful answer carries, or may carry where the caller asked for it.</summary>
    public static readonly string[] OfSuccess = [RequestIdentity.Header, HeaderNames.CacheControl, HeaderNames.Vary, PreferenceApplied];

    public static readonly string[] OfErrors = [RequestIdentity.Header, HeaderNames.ContentLanguage, PreferenceApplied];

    public static void Describe(OpenApiDocument document)
    {
        void Add(string name, bool always, string description, Action<OpenApiSchema> rule, JsonSchemaType type = JsonSchemaType.String)
        {
            var schema = new OpenApiSchema { Type = type };
            rule(schema);
            document.AddComponent(name, new OpenApiHeader { Description = description, Required = always, Schema = schema });
        }

        Add(RequestIdentity.Header, true, "The request's id: the caller's own, or one made for it.", Pattern(Fields.RequestIdPattern) + Example("req_550e8400-e29b-41d4-a716-446655440000"));
        Add(HeaderNames.CacheControl, true, "A cache of the caller's own may keep the answer, and asks each time whether it still holds.", Example("private, no-cache"));
        Add(HeaderNames.Vary, true, "What the answer depends on besides its address.", Example(WireHeaders.Vary));
        Add(PreferenceApplied, false, "`handling=strict` where the caller preferred it.", Example("handling=strict"));
        Add(HeaderNames.ETag, true, "The version of the thing that the answer is about, in double quotes, for `If-Match` and `If-None-Match`.", Pattern("^\"[0-9]+\"$") + Example("\"1\""));
        Add(HeaderNames.Location, true, "Where the new thing is.", Format("uri-reference") + Example("/admin/audit/incidents/" + IdExample(Domain.Common.Ids.Incident)));
        Add(WireHeaders.IdempotencyReplayed, false, "`true` where this is the kept answer of an earlier request with the same `Idempotency-Key`.", Pattern("^true$") + Example("true"));
        Add(HeaderNames.ContentLanguage, true, "The language of the texts.", schema => schema.Enum = [.. Language.All.Select(l => (System.Text.Json.Nodes.JsonNode)l.Name)]);
        Add(HeaderNames.RetryAfter, true, "Seconds after which to try again.", Number(1) + Example(1), JsonSchemaType.Integer);
        Add(HeaderNames.WWWAuthenticate, false, "How to sign in, and what is wrong with the token (RFC 6750). With 401, and with 403 where the token lacks the permission.", Example("Bearer realm=\"audit-service\", error=\"invalid_token\""));
    }

    public static Dictionary<string, IOpenApiHeader> Of(OpenApiDocument document, params IEnumerable<string> names) =>
        names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document), StringComparer.Ordinal);
}
