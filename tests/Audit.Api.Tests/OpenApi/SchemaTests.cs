using System.Text.Json.Nodes;

namespace Audit.Api.Tests.OpenApi;

[Collection(ContractTests.Name)]
public sealed class SchemaTests(Contract contract)
{
    [Fact]
    public void Schemas_ByName_AreTheOnesThatClientsKnow()
    {
        contract.Schemas.Select(s => s.Key).Should().Contain(
        [
            "IncidentResponse", "IncidentDataResponse", "IncidentListResponse", "PageInfo", "CreateIncidentRequest",
            "AnomalyResponse", "AnomalyDetailResponse", "AnomalyCommentResponse", "UpdateAnomalyStatusRequest",
            "ReportAnomalyRequest", "ReportedAnomaly", "ReportedAnomalyDataResponse", "ReportAnomaliesResponse",
            "Problem", "FieldViolation", "Severity", "IncidentStatus", "AnomalyStatus", "AcceptedAnomalyStatus",
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
            member["nullable"].Should().BeNull(at);
            var isTyped = member["type"] is not null || member["allOf"] is not null || at == "FieldViolation.value";
            isTyped.Should().BeTrue(at);
            if ((string?)member["type"] == "integer")
            {
                ((string?)member["format"]).Should().BeOneOf(["int32", "int64"], at);
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
        var check = new SchemaCheck(contract);
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
    [InlineData("IncidentResponse", "description", "assignee", "resolved_at", "resolved_by")]
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

    private IEnumerable<(string At, JsonNode Schema)> Members =>
        from schema in contract.Schemas
        where schema.Value!["properties"] is not null
        from member in schema.Value!["properties"]!.AsObject()
        select ($"{schema.Key}.{member.Key}", member.Value!);
}
