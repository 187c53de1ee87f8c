using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.OpenApi;
using static Audit.Api.OpenApi.Rule;

namespace Audit.Api.OpenApi;

/// <summary>
/// What the document says of a member beyond its type: limits, form, an example. It goes by the member's name on the wire, which
/// means the same in every body, every answer and the query; the exceptions are <see cref="OwnFields"/>.
/// </summary>
internal static class Fields
{
    private const string EventExample = "evt_4f1c09";

    /// <summary>What an <c>X-Request-Id</c> is kept for.</summary>
    public const string RequestIdPattern = "^[A-Za-z0-9._-]{1,128}$";

    /// <summary>W3C Trace Context.</summary>
    public const string TraceIdPattern = "^00-[0-9a-f]{32}-[0-9a-f]{16}-01$";

    private static readonly Dictionary<string, Action<OpenApiSchema>> s_rules = new(StringComparer.Ordinal)
    {
        ["acknowledged_at"] = Given + Moment,
        ["actor_id"] = Text(Limits.Name),
        ["actor_name_sha256"] = Sha256,
        ["actor_tenant_id"] = Text(Limits.Name, "tnt_operator"),
        ["allowed_transitions"] = Given + Unique,
        ["assignee"] = Text(Limits.Name),
        ["author_id"] = Given + Text(Limits.Name),
        ["author_name"] = Given,
        ["broken_at"] = Number(1),
        ["by_severity"] = Counts(("low", 4), ("medium", 2), ("high", 1), ("critical", 0)),
        ["by_status"] = Counts(("open", 3), ("investigating", 2), ("resolved", 2)),
        ["cascade"] = Example(true),
        ["case_id"] = Text(Limits.Name),
        ["checked"] = Number(0),
        ["closed_at"] = Given + Moment,
        ["code"] = Number(0, 0),
        ["comment"] = Text(Limits.Description, "The same source as last week"),
        ["comments"] = Given,
        ["contained_at"] = Given + Moment,
        ["content"] = Text(Limits.Description, "Confirmed as a false positive"),
        ["count"] = Number(0),
        ["created"] = Number(0, Limits.BatchReports),
        ["created_at"] = Given + Moment,
        ["created_from"] = TimeOrDate,
        ["created_to"] = TimeOrDate,
        ["date"] = Format("date"),
        ["description"] = Text(Limits.Description),
        ["detected_at"] = Moment,
        ["duplicate_of"] = Text(Limits.Name, IdExample(Ids.Incident)),
        ["event_ids"] = References(EventExample),
        ["existing"] = Number(0, Limits.BatchReports),
        ["expected_hash"] = Pattern("^[0-9A-Fa-f]{64}$"),
        ["expected_sequence"] = Number(1),
        ["external_id"] = Text(Limits.Name, "det-7f3a"),
        ["first_sequence"] = Number(1),
        ["from"] = TimeOrDate,
        ["from_sequence"] = Number(1),
        ["has_next"] = Example(false),
        ["has_prev"] = Example(false),
        ["hash"] = Sha256,
        ["id"] = Given + Id,
        ["ids"] = References(IdExample(Ids.Incident), Limits.BulkIds, min: 1),
        ["last_hash"] = Sha256,
        ["last_sequence"] = Number(0),
        ["median_seconds"] = Number(0),
        ["message"] = Pattern("^success$"),
        ["mitre_tactic"] = Text(Limits.Name),
        ["next_cursor"] = Example("3q2-7wAAAZt3QdwAaW5jXzAxa2ZkNQ"),
        ["note_sha256"] = Sha256,
        ["occurred_at"] = Moment,
        ["open_by_severity"] = Counts(("low", 2), ("medium", 2), ("high", 1), ("critical", 0)),
        ["p90_seconds"] = Number(0),
        ["page"] = Number(1, int.MaxValue),
        ["page_size"] = Number(1, Limits.PageSize),
        ["permissions"] = Unique,
        ["previous_hash"] = Sha256,
        ["reason"] = Text(Limits.Description),
        ["related_case_id"] = Text(Limits.Name, IdExample(Ids.Incident)),
        ["related_evidence_ids"] = References(EventExample),
        ["reopened_count"] = Given + Number(0),
        ["request_id"] = Pattern(RequestIdPattern),
        ["resolution_note"] = Text(Limits.Description, "Credential stuffing from one network, blocked"),
        ["resolved"] = Number(0),
        ["resolved_at"] = Given + Moment,
        ["resolved_by"] = Given + Text(Limits.Name, "usr_analyst001"),
        ["search"] = Text(Limits.Search),
        ["sequence"] = Number(1),
        ["source_anomaly_ids"] = References(IdExample(Ids.Anomaly)),
        ["sub"] = Text(Limits.Name),
        ["tenant_id"] = Given + Text(Limits.Name),
        ["timestamp"] = Moment,
        ["title"] = Text(Limits.Title),
        ["to"] = TimeOrDate,
        ["total"] = Number(0),
        ["total_is_lower_bound"] = Example(true),
        ["total_pages"] = Number(0),
        ["trace_id"] = Pattern(TraceIdPattern),
        ["type"] = Text(Limits.AnomalyType),
        ["updated_at"] = Given + Moment,
        ["updated_from"] = TimeOrDate,
        ["updated_to"] = TimeOrDate,
        ["user_id"] = Text(Limits.Name),
        ["version"] = Given + Number(1),
    };

    /// <summary>Of a member of a body or an answer.</summary>
    public static void Apply(WireType owner, string name, OpenApiSchema schema)
    {
        if (OwnFields.Of(owner, name) is { } own)
        {
            own(schema);
        }
        else if (!owner.IsProblem)
        {
            s_rules.GetValueOrDefault(name)?.Invoke(schema);
        }
    }

    /// <summary>Of a parameter of the query; where several values may be given, of each.</summary>
    public static void Apply(string name, OpenApiSchema schema) =>
        s_rules.GetValueOrDefault(name)?.Invoke(schema.Items as OpenApiSchema ?? schema);
}
