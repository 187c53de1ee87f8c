using Audit.Api.Problems;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.OpenApi;
using static Audit.Api.OpenApi.Rule;

namespace Audit.Api.OpenApi;

/// <summary>
/// What the document says of a member beyond its type: limits, form, an example. It goes by the member's name on the wire, which
/// means the same in every body, every answer and the query; only the Problem has a vocabulary of its own.
/// </summary>
internal static class Fields
{
    private const string EventExample = "evt_4f1c09";

    private static readonly Dictionary<string, Action<OpenApiSchema>> s_rules = new(StringComparer.Ordinal)
    {
        ["acknowledged_at"] = Given + Moment,
        ["assignee"] = Text(Limits.Name),
        ["author_id"] = Given + Text(Limits.Name),
        ["author_name"] = Given,
        ["code"] = Number(0, 0),
        ["comments"] = Given,
        ["content"] = Text(Limits.Description, "Confirmed as a false positive"),
        ["created"] = Number(0, Limits.BatchReports),
        ["created_at"] = Given + Moment,
        ["description"] = Text(Limits.Description),
        ["detected_at"] = Moment,
        ["event_ids"] = References(EventExample),
        ["existing"] = Number(0, Limits.BatchReports),
        ["external_id"] = Text(Limits.Name, "det-7f3a"),
        ["has_next"] = Example(false),
        ["has_prev"] = Example(false),
        ["id"] = Given + Id,
        ["message"] = Pattern("^success$"),
        ["mitre_tactic"] = Text(Limits.Name),
        ["next_cursor"] = Example("3q2-7wAAAZt3QdwAaW5jXzAxa2ZkNQ"),
        ["page"] = Number(1, int.MaxValue),
        ["page_size"] = Number(1, Limits.PageSize),
        ["reason"] = Text(Limits.Description),
        ["related_case_id"] = Text(Limits.Name, IdExample(Ids.Incident)),
        ["related_evidence_ids"] = References(EventExample),
        ["resolved_at"] = Given + Moment,
        ["resolved_by"] = Given + Text(Limits.Name, "usr_analyst001"),
        ["search"] = Text(Limits.Search),
        ["source_anomaly_ids"] = References(IdExample(Ids.Anomaly)),
        ["tenant_id"] = Given + Text(Limits.Name),
        ["timestamp"] = Moment,
        ["title"] = Text(Limits.Title),
        ["total"] = Number(0),
        ["total_is_lower_bound"] = Example(true),
        ["total_pages"] = Number(0),
        ["type"] = Text(Limits.AnomalyType),
        ["updated_at"] = Given + Moment,
        ["user_id"] = Text(Limits.Name),
        ["version"] = Given + Number(1),
    };

    private static readonly Dictionary<string, Action<OpenApiSchema>> s_problem = new(StringComparer.Ordinal)
    {
        ["Problem.code"] = Number(30101000, 30109999),
        ["Problem.detail"] = Example(ErrorTexts.Text("error.invalid_request.detail", Language.English)),
        ["Problem.i18n_args"] = schema => schema.AdditionalProperties = new OpenApiSchema(),
        ["Problem.i18n_key"] = Pattern(@"^error\.[a-z_]+$"),
        ["Problem.instance"] = Format("uri-reference"),
        ["Problem.request_id"] = Pattern(RequestIdPattern),
        ["Problem.retry_after"] = Number(1),
        ["Problem.span_id"] = Pattern("^[0-9a-f]{16}$"),
        ["Problem.status"] = Number(400, 599),
        ["Problem.timestamp"] = Moment,
        ["Problem.trace_id"] = Pattern("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$"),
        ["Problem.type"] = Format("uri-reference"),
        ["FieldViolation.code"] = schema => schema.Enum = [.. ViolationCodes.All],
        ["FieldViolation.description"] = Example(ErrorTexts.Rule(ViolationCodes.Duplicate, null, Language.English)),
    };

    /// <summary>What an <c>X-Request-Id</c> is kept for.</summary>
    public const string RequestIdPattern = "^[A-Za-z0-9._-]{1,128}$";

    /// <summary>Of a member of a body or an answer.</summary>
    public static void Apply(WireType owner, string name, OpenApiSchema schema)
    {
        if (owner.IsProblem)
        {
            s_problem.GetValueOrDefault(SchemaNames.Of(owner.Type) + "." + name)?.Invoke(schema);
        }
        else
        {
            Apply(name, schema);
        }
    }

    /// <summary>Of a member, or a parameter of the query.</summary>
    public static void Apply(string name, OpenApiSchema schema) => s_rules.GetValueOrDefault(name)?.Invoke(schema);
}
