using Audit.Api.Anomalies;
using Audit.Api.Incidents;
using Audit.Api.Problems;
using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Common;
using Microsoft.OpenApi;
using static Audit.Api.OpenApi.Rule;

namespace Audit.Api.OpenApi;

/// <summary>What the document says of members whose name means something else in their type, or whose <c>null</c> means something. The Problem has a vocabulary of its own.</summary>
internal static class OwnFields
{
    private static readonly Action<OpenApiSchema> s_thing = Pattern(IdPattern($"({Ids.Incident}|{Ids.Anomaly})"));

    private static readonly Dictionary<(Type Owner, string Name), Action<OpenApiSchema>> s_rules = new()
    {
        [(typeof(AssignRequest), "assignee")] = Text(Limits.Name) + OrNull,
        [(typeof(BulkItem), "id")] = Text(Limits.Name),
        [(typeof(ChangeAnomaliesRequest), "assignee")] = Text(Limits.Name) + OrNull,
        [(typeof(ChangeAnomaliesRequest), "ids")] = References(IdExample(Ids.Anomaly), Limits.BulkIds, min: 1),
        [(typeof(ChangeIncidentsRequest), "assignee")] = Text(Limits.Name) + OrNull,
        [(typeof(DayDto), "created")] = Number(0),
        [(typeof(HistoryEntryDto), "from")] = Text(Limits.Name),
        [(typeof(HistoryEntryDto), "to")] = Text(Limits.Name),
        [(typeof(HistoryEntryDto), "subject_id")] = s_thing,
        [(typeof(PageInfo), "page_size")] = Number(1, Math.Max(Limits.PageSize, Limits.HistoryEntries)),
        [(typeof(UpdateIncidentRequest), "description")] = Text(Limits.Description) + OrNull,
        [(typeof(VerificationDto), "subject_id")] = s_thing + Example(IdExample(Ids.Incident)),

        [(typeof(Problem), "code")] = Number(30101000, 30109999),
        [(typeof(Problem), "detail")] = Example(ErrorTexts.Text("error.invalid_request.detail", Language.English)),
        [(typeof(Problem), "i18n_args")] = schema => schema.AdditionalProperties = new OpenApiSchema(),
        [(typeof(Problem), "i18n_key")] = Pattern(@"^error\.[a-z_]+$"),
        [(typeof(Problem), "instance")] = Format("uri-reference"),
        [(typeof(Problem), "request_id")] = Pattern(Fields.RequestIdPattern),
        [(typeof(Problem), "retry_after")] = Number(1),
        [(typeof(Problem), "span_id")] = Pattern("^[0-9a-f]{16}$"),
        [(typeof(Problem), "status")] = Number(400, 599),
        [(typeof(Problem), "timestamp")] = Moment,
        [(typeof(Problem), "trace_id")] = Pattern(Fields.TraceIdPattern),
        [(typeof(Problem), "type")] = Format("uri-reference"),
        [(typeof(ProblemField), "code")] = schema => schema.Enum = [.. ViolationCodes.All],
        [(typeof(ProblemField), "description")] = Example(ErrorTexts.Rule(ViolationCodes.Duplicate, null, Language.English)),
    };

    /// <summary>The rule that holds for this member alone; null where its name says all.</summary>
    public static Action<OpenApiSchema>? Of(WireType owner, string name) => s_rules.GetValueOrDefault((owner.Type, name));
}
