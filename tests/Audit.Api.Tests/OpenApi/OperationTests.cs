using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audit.Api.Problems;
using Audit.Trials.Contract;

namespace Audit.Api.Tests.OpenApi;

[Collection(ContractTests.Name)]
public sealed class OperationTests(Contract contract)
{
    [Fact]
    public void Operations_Each_AreNamedDescribedAndTagged()
    {
        var tags = contract.Document["tags"]!.AsArray().ToDictionary(t => (string)t!["name"]!, t => (string?)t!["description"], StringComparer.Ordinal);
        tags.Values.Should().OnlyContain(description => !string.IsNullOrWhiteSpace(description));
        contract.Operations.Select(o => o.Id).Should().OnlyHaveUniqueItems().And.OnlyContain(id => Regex.IsMatch(id, "^[a-z][A-Za-z]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        foreach (var operation in contract.Operations)
        {
            ((string?)operation.Node["summary"]).Should().NotBeNullOrWhiteSpace(operation.Id).And.EndWith(".");
            ((string?)operation.Node["description"]).Should().Contain("Needs ", operation.Id);
            operation.Node["tags"]!.AsArray().Select(t => (string)t!).Should().ContainSingle().Which.Should().BeOneOf(tags.Keys);
        }
    }

    [Fact]
    public void Parameters_Each_AreDescribedOnceAndComplete()
    {
        foreach (var operation in contract.Operations)
        {
            var parameters = operation.Parameters;
            parameters.Select(p => $"{p["in"]} {p["name"]}").Should().OnlyHaveUniqueItems(operation.Id);
            parameters.Should().OnlyContain(p => !string.IsNullOrWhiteSpace((string?)p["description"]) && p["schema"] is JsonObject, operation.Id);
            foreach (var inPath in parameters.Where(p => (string?)p["in"] == "path"))
            {
                inPath["schema"]!.AsObject().Select(k => k.Key).Should().Contain(["pattern", "example"], operation.Id);
            }

            parameters.Select(p => (string)p["name"]!).Should().Contain(["X-Tenant-ID", "tenant_id", "Prefer", "Accept-Language", "X-Request-Id"], operation.Id);
        }
    }

    [Fact]
    public void Answers_OfEachOperation_AreAtLeastOneSuccessAndTheErrorsOfItsKind()
    {
        foreach (var operation in contract.Operations)
        {
            var statuses = operation.Answers.Keys;
            statuses.Should().Contain(s => s.StartsWith('2'), operation.Id).And.Contain(["400", "401", "403", "429", "500", "503"], operation.Id);
            Expect(operation, operation.Path.Contains('{', StringComparison.Ordinal), "404");
            Expect(operation, operation.Body is not null, "408", "413", "415");
            Expect(operation, operation.Method != "GET" && !operation.Path.EndsWith("/bulk", StringComparison.Ordinal), "409");
            Expect(operation, Takes(operation, "If-Match"), "412");
            Expect(operation, Takes(operation, "Idempotency-Key"), "422");
            Expect(operation, Takes(operation, "If-None-Match"), "304");
        }
    }

    [Theory]
    [InlineData("createIncident")]
    [InlineData("updateIncident", "incident-closed")]
    [InlineData("updateIncidentStatus", "transition-refused", "incident-closed")]
    [InlineData("assignIncident", "incident-closed")]
    [InlineData("addIncidentComment", "capacity-reached")]
    [InlineData("updateAnomalyStatus", "transition-refused")]
    [InlineData("assignAnomaly")]
    [InlineData("addAnomalyComment", "capacity-reached")]
    [InlineData("linkAnomaly", "capacity-reached")]
    [InlineData("escalateAnomaly", "already-escalated")]
    [InlineData("reportAnomaly")]
    [InlineData("reportAnomalies")]
    public void Conflicts_OfAnOperation_AreWhatItsThingForbidsAndLostRaces(string id, params string[] forbidden) =>
        contract.Operation(id).Answers["409"]["content"]![ProblemWriter.ContentType]!["examples"]!.AsObject().Select(e => e.Key).Should().Equal([.. forbidden, "concurrent-change"]);

    [Fact]
    public void Headers_OfConditionsAndKeys_AreTakenWhereTheyAreHonoured()
    {
        string[] creating = ["createIncident", "reportAnomaly"];
        string[] commanding = ["assignIncident", "addIncidentComment", "assignAnomaly", "addAnomalyComment", "linkAnomaly", "escalateAnomaly"];
        string[] stating = ["updateIncident", "updateIncidentStatus", "updateAnomalyStatus"];

        Taking("Idempotency-Key").Should().BeEquivalentTo([.. creating, .. commanding]);
        Taking("If-Match").Should().BeEquivalentTo([.. commanding, .. stating]);
        Taking("If-None-Match").Should().BeEquivalentTo("getIncident", "getAnomaly");
        Answering("ETag").Should().BeEquivalentTo(["getIncident", "getAnomaly", .. creating, .. commanding, .. stating]);
        Answering("Location").Should().BeEquivalentTo("createIncident", "escalateAnomaly");
        contract.Operation("escalateAnomaly").Node["requestBody"]!["required"].Should().BeNull("its body may be left out");

        IEnumerable<string> Taking(string header) => contract.Operations.Where(o => Takes(o, header)).Select(o => o.Id);

        IEnumerable<string> Answering(string header) =>
            contract.Operations.Where(o => o.Answers.Any(a => a.Key[0] == '2' && a.Value["headers"]!.AsObject().ContainsKey(header))).Select(o => o.Id);
    }

    [Fact]
    public void Answers_OfEachOperation_AreDescribedAndHaveTheRightForm()
    {
        foreach (var (status, answer) in contract.Operations.SelectMany(o => o.Answers))
        {
            ((string?)answer["description"]).Should().NotBeNullOrWhiteSpace();
            answer["headers"]!.AsObject().Should().ContainKey("X-Request-Id");
            var content = answer["content"]?.AsObject().Select(c => c.Key);
            if (status == "304")
            {
                content.Should().BeNull();
            }
            else
            {
                content.Should().Equal(status.StartsWith('2') ? "application/json" : ProblemWriter.ContentType);
            }
        }
    }

    [Fact]
    public void Errors_OfTheDocument_AreExamplesOfTheCatalogue()
    {
        // no operation answers these: there is none where they are answered
        string[] unreached = ["route-not-found", "method-not-allowed"];
        var check = contract.Check;
        var examples = contract.Operations.SelectMany(o => o.Answers).Where(a => a.Key[0] is '4' or '5')
            .SelectMany(a => a.Value["content"]![ProblemWriter.ContentType]!["examples"]!.AsObject(), (answer, example) => (answer.Key, Slug: example.Key, Value: example.Value!["value"]!))
            .DistinctBy(e => e.Slug, StringComparer.Ordinal).ToList();

        examples.Select(e => e.Slug).Should().BeEquivalentTo(ErrorCatalogue.All.Select(e => e.Slug).Except(unreached, StringComparer.Ordinal));
        foreach (var (status, slug, value) in examples)
        {
            var error = ErrorCatalogue.BySlug(slug)!;
            error.Status.ToString(System.Globalization.CultureInfo.InvariantCulture).Should().Be(status);
            ((int)value["code"]!).Should().Be(error.Code);
            ((string?)value["detail"]).Should().NotContainAny("{", "}");
            check.Faults(value, contract.Schemas["Problem"]!).Should().BeEmpty(slug);
        }
    }

    private static void Expect(ContractOperation operation, bool expected, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            operation.Answers.ContainsKey(status).Should().Be(expected, $"{operation.Id} {status}");
        }
    }

    private static bool Takes(ContractOperation operation, string parameter) => operation.Parameters.Any(p => (string?)p["name"] == parameter);
}
