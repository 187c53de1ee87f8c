using System.Text.Json.Nodes;

namespace Audit.Api.Tests.OpenApi;

[Collection(ContractTests.Name)]
public sealed class SchemaTests(Contract contract)
{
    /// <summary>Where <c>null</c> is not the same as nothing.</summary>
    private static readonly HashSet<string> s_takenAway = new(StringComparer.Ordinal)
    {
        "AssignRequest.assignee", "ChangeIncidentsRequest.assignee", "ChangeAnomaliesRequest.assignee", "UpdateIncidentRequest.description",
    };

    [Fact]
    public void Schemas_ByName_AreTheOnesThatClientsKnow()
    {
        contract.Schemas.Select(s => s.Key).Should().Contain(
        [
            "IncidentResponse", "IncidentDataResponse", "IncidentListResponse", "PageInfo", "CreateIncidentRequest",
            "AnomalyResponse", "AnomalyDetailResponse", "AnomalyListResponse", "CommentResponse", "UpdateAnomalyStatusRequest",
            "ReportAnomalyRequest", "ReportedAnomaly", "ReportedAnomalyDataResponse", "ReportAnomaliesResponse",
            "UpdateIncidentRequest", "UpdateIncidentStatusRequest", "AssignRequest", "CommentRequest", "LinkAnomalyRequest", "EscalateAnomalyRequest",
            "ChangeIncidentsRequest", "ChangeAnomaliesRequest", "BulkResponse", "BulkItem", "DoneResponse",
            "StatsDataResponse", "StatsResponse", "DailyCount", "TimeTo", "DurationSummary", "MeDataResponse", "MeResponse",
            "HistoryEntryListResponse", "HistoryEntryResponse", "VerificationDataResponse", "VerificationResponse",
            "Problem", "FieldViolation", "Severity", "IncidentStatus", "AnomalyStatus", "AcceptedAnomalyStatus", "Resolution",
            "HistoryAction", "SubjectType", "BreakReason", "Permission", "SortOrder", "TimeRange",
        ]);
        contract.Schemas.Select(s => s.Key).Should().NotContain(name => name.Contains("Dto") || name.Contains("Of"));
    }

    [Fact]
    public void Schemas_Each_AreDescribedAndClosed()
    {
        foreach (var (name, schema) in contract.Schemas)
        {
            ((string?)schema!["description"]).Should().NotBeNullOrWhiteSpace(name);
            ((string?)schema["type"]).Should().BeOneOf("object", "string");
            if ((string?)schema["type"] == "object")
            {
                ((bool?)schema["additionalProperties"]).Should().BeFalse(name);
            }
            else
            {
                schema["enum"]!.AsArray().Should().NotBeEmpty(name);
            }
        }
    }

    [Fact]
    public void Members_Each_AreDescribedAndTyped()
    {
        foreach (var (at, member) in Members)
        {
            ((string?)member["description"]).Should().NotBeNullOrWhiteSpace(at);
            ((bool?)member["nullable"] ?? false).Should().Be(s_takenAway.Contains(at), at);
            var isTyped = member["type"] is not null || member["allOf"] is not null || at == "FieldViolation.value";
            isTyped.Should().BeTrue(at);
            if ((string?)member["type"] is "integer" or "number")
            {
                ((string?)member["format"]).Should().BeOneOf(["int32", "int64", "double"], at);
                member["minimum"].Should().NotBeNull(at);
            }
        }
    }

    [Fact]
    public void Members_ThatAreSent_HaveTheirLimits()
    {
        foreach (var (at, member) in Members.Where(m => m.At.Contains("Request.", StringComparison.Ordinal)))
        {
            var isLimited = (string?)member["type"] switch
            {
                "string" => member["maxLength"] is not null,
                "array" => member["maxItems"] is not null && (bool?)member["uniqueItems"] == true && member["items"]!["maxLength"] is not null,
                _ => true,
            };
            isLimited.Should().BeTrue(at);
        }
    }

    [Fact]
    public void Examples_Everywhere_AreWhatTheirSchemaSays()
    {
        var check = contract.Check;
        var parameters = contract.Operations.SelectMany(o => o.Parameters).Select(p => ((string)p["name"]!, p["schema"]!));
        var headers = contract.Document["components"]!["headers"]!.AsObject().Select(h => (h.Key, h.Value!["schema"]!));
        foreach (var (at, schema) in Members.Concat(parameters).Concat(headers).Where(s => s.Item2["example"] is not null))
        {
            check.Faults(schema["example"], schema).Should().BeEmpty(at);
        }
    }

    [Fact]
    public void Members_ThatTheServiceGives_AreReadOnlyAndOthersAreNot()
    {
        var readOnly = Members.Where(m => (bool?)m.Schema["readOnly"] == true).Select(m => m.At).ToList();

        readOnly.Should().Contain(["IncidentResponse.id", "IncidentResponse.version", "AnomalyResponse.created_at"]);
        readOnly.Should().NotContain(at => at.Contains("Request.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("IncidentResponse", "description", "assignee", "resolution", "resolution_note", "duplicate_of", "contained_at", "resolved_at", "resolved_by", "closed_at")]
    [InlineData("CommentResponse", "author_name")]
    [InlineData("HistoryEntryResponse", "from", "to", "actor_name", "actor_name_sha256", "actor_tenant_id", "note", "note_sha256")]
    [InlineData("VerificationResponse", "broken_at", "reason", "subject_id")]
    [InlineData("StatsResponse")]
    [InlineData("TimeTo", "acknowledge", "contain")]
    [InlineData("DurationSummary", "median_seconds", "p90_seconds")]
    [InlineData("MeResponse", "name")]
    [InlineData("BulkItem", "version", "problem")]
    [InlineData("BulkResponse")]
    [InlineData("DoneResponse")]
    [InlineData("AnomalyResponse", "external_id", "reason", "user_id", "mitre_tactic", "assignee", "related_case_id", "acknowledged_at", "resolved_at", "resolved_by")]
    [InlineData("PageInfo", "total_is_lower_bound", "next_cursor")]
    [InlineData("Problem", "retry_after")]
    [InlineData("FieldViolation", "value")]
    [InlineData("IncidentDataResponse")]
    [InlineData("IncidentListResponse")]
    public void Answers_ByName_LeaveOutOnly(string name, params string[] optional)
    {
        var schema = contract.Schemas[name]!;

        schema["properties"]!.AsObject().Select(p => p.Key).Except(schema["required"]!.AsArray().Select(r => (string)r!), StringComparer.Ordinal).Should().BeEquivalentTo(optional);
    }

    [Theory]
    [InlineData("IncidentResponse", "resolution", "Resolution")]
    [InlineData("UpdateIncidentStatusRequest", "resolution", "Resolution")]
    [InlineData("ChangeIncidentsRequest", "status", "IncidentStatus")]
    [InlineData("ChangeAnomaliesRequest", "status", "AcceptedAnomalyStatus")]
    [InlineData("HistoryEntryResponse", "action", "HistoryAction")]
    [InlineData("HistoryEntryResponse", "subject_type", "SubjectType")]
    [InlineData("VerificationResponse", "reason", "BreakReason")]
    [InlineData("BulkItem", "problem", "Problem")]
    [InlineData("TimeTo", "contain", "DurationSummary")]
    public void Members_ThatOthersDescribe_PointThere(string schema, string member, string target) =>
        ((string?)contract.Schemas[schema]!["properties"]![member]!["allOf"]![0]!["$ref"]).Should().Be("#/components/schemas/" + target);

    private IEnumerable<(string At, JsonNode Schema)> Members =>
        from schema in contract.Schemas
        where schema.Value!["properties"] is not null
        from member in schema.Value!["properties"]!.AsObject()
        select ($"{schema.Key}.{member.Key}", member.Value!);
}
