using System.Text;
using System.Text.Json.Nodes;
using Audit.Trials.Contract;
using Audit.Trials.Fuzzing;

namespace Audit.Trials.Tests.Fuzzing;

public sealed class OracleTests
{
    private static readonly ContractDocument s_contract = new(Kept.Text);

    private readonly Oracle _oracle = new(new ContractDocument(Kept.Text));
    private readonly JsonObject _problem = s_contract.Operation("getIncident").Answers["404"]["content"]!["application/problem+json"]!["examples"]!["incident-not-found"]!["value"]!.DeepClone().AsObject();

    [Fact]
    public void Judge_OfWhatIsRight_FindsNothing()
    {
        Rules(Draft(), Problem(404)).Should().BeEmpty();
        Rules(Draft("getMe"), Me()).Should().BeEmpty();
        Rules(Draft(), Answer(304, "", headers: ("ETag", "\"1\""))).Should().BeEmpty();
        Rules(Broken(new Verdict(MustFail: true, 404)), Problem(404)).Should().BeEmpty();
        Rules(Breaking(), new Answer(400, [("Content-Length", "0")], [])).Should().BeEmpty();
    }

    [Fact]
    public void Judge_OfNoAnswer_FindsItUnlessTheRequestEndedEarly()
    {
        var early = Draft();
        early.EndsEarly = true;

        Rules(Draft(), null).Should().Equal("no answer");
        Rules(Breaking(), null).Should().Equal("no answer");
        Rules(early, null).Should().BeEmpty();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(431)]
    public void Judge_OfABareRefusal_FindsItWhereHttpIsWhole(int status) =>
        Rules(Draft(), new Answer(status, [("Content-Length", "0")], [])).Should().Contain("no problem");

    [Fact]
    public void Judge_OfAFault_FindsItEvenWhereHttpIsBroken()
    {
        Rules(Draft(), Problem(500)).Should().Contain("5xx");
        Rules(Breaking(), new Answer(500, [], [])).Should().Contain("5xx");
        Rules(Draft(), Problem(503)).Should().Contain("5xx");
    }

    [Fact]
    public void Judge_OfWhatShouldHaveBeenRefused_FindsIt()
    {
        Rules(Broken(Verdict.Refused, "getMe"), Me()).Should().Equal("accepted");
        Rules(Broken(Verdict.MayPass, "getMe"), Me()).Should().BeEmpty();
    }

    [Fact]
    public void Judge_OfAnotherRefusalThanTheOneFault_FindsIt() => Rules(Broken(Verdict.RefusedAs(400)), Problem(404)).Should().Equal("another status");

    [Theory]
    [InlineData("status", "400", "status of a problem")]
    [InlineData("code", "30104003", "kind of a problem")]
    [InlineData("i18n_key", "\"error.no_such\"", "kind of a problem")]
    [InlineData("i18n_key", "\"error.anomaly_not_found\"", "kind of a problem")]
    [InlineData("request_id", "\"another\"", "request id")]
    [InlineData("retry_after", "1", "retry_after")]
    [InlineData("title", "1", "schema of a problem")]
    [InlineData("more", "1", "schema of a problem")]
    [InlineData("trace_id", "\"x\"", "schema of a problem")]
    [InlineData("detail", "\"SQLite Error 1\"", "internals")]
    [InlineData("detail", "\"   at Audit.Api.Program\"", "internals")]
    [InlineData("detail", "\"eyJhbGciOiJIUzI1NiJ9\"", "internals")]
    public void Judge_OfAProblemThatIsNoGoodOne_FindsWhy(string member, string value, string rule)
    {
        _problem[member] = JsonNode.Parse(value);

        Rules(Draft(), Problem(404)).Should().Contain(rule);
    }

    [Fact]
    public void Judge_OfAnErrorThatTheOperationHasNot_FindsIt()
    {
        Rules(Draft("getMe"), Problem(404)).Should().Equal("undocumented error");
        Rules(Draft("getAnomaly"), Problem(404)).Should().Equal("undocumented error");
    }

    [Fact]
    public void Judge_OfAProblemOfAnotherTypeOrNoJson_FindsIt()
    {
        Rules(Draft(), Answer(404, _problem.ToJsonString(), "application/json", ("Content-Language", "en"))).Should().Contain("no problem");
        Rules(Draft(), Answer(404, "{\"a\":1,\"a\":1}", DocumentedAnswers.ProblemType, ("Content-Language", "en"))).Should().Contain("JSON");
        Rules(Draft(), Answer(404, "<html>", DocumentedAnswers.ProblemType, ("Content-Language", "en"))).Should().Contain("JSON");
    }

    [Fact]
    public void Judge_OfAProblemWithoutItsHeaders_FindsThem()
    {
        var answer = Answer(404, _problem.ToJsonString(), DocumentedAnswers.ProblemType);

        Rules(Draft(), answer).Should().Contain("language").And.Contain("header");
    }

    [Fact]
    public void Judge_OfAnotherRequestId_FindsIt()
    {
        var draft = Draft("getMe");
        draft.SetHeader("X-Request-Id", "mine");

        Rules(draft, Me()).Should().Equal("request id");
        Rules(Draft("getMe"), new Answer(200, [.. Me().Headers.Where(h => h.Name != "X-Request-Id")], Me().Body)).Should().Contain("request id");
    }

    [Fact]
    public void Judge_OfASuccessThatIsNotAsDocumented_FindsWhy()
    {
        Rules(Draft("getMe"), Answer(202, "{}")).Should().Equal("undocumented status");
        Rules(Draft("getMe"), Answer(200, "{}")).Should().Contain("schema");
        Rules(Draft("getMe"), Answer(200, Me().Text, "text/html")).Should().Equal("media type");
        Rules(Draft(), Answer(304, "x", headers: ("ETag", "\"1\""))).Should().Contain("media type");
        Rules(Draft(), Answer(304, "")).Should().Equal("header");
        Rules(Draft(), Answer(304, "", headers: ("ETag", "1"))).Should().Equal("header");
        Rules(Draft("getMe"), new Answer(200, [.. Me().Headers, ("Location", "//evil.example")], Me().Body)).Should().Equal("header");
    }

    [Fact]
    public void Judge_OfAnAnswerAboutAnotherThing_FindsIt()
    {
        var draft = new Draft { Operation = s_contract.Operation("getIncident"), Actor = Kept.Admin, Method = "GET", Path = "/", Id = Kept.Incident };

        Rules(draft, Thing(Kept.Incident, "\"2\"")).Should().NotContain("another thing").And.NotContain("version");
        Rules(draft, Thing("inc_01k5m8z0c2e9v7q4t6x8y1w3r1", "\"2\"")).Should().Contain("another thing").And.NotContain("version");
        Rules(draft, Thing(Kept.Incident, "\"1\"")).Should().Contain("version").And.NotContain("another thing");

        static Answer Thing(string id, string tag) => Answer(200, new JsonObject { ["data"] = new JsonObject { ["id"] = id, ["version"] = 2 } }.ToJsonString(), headers: ("ETag", tag));
    }

    private static Draft Draft(string operation = "getIncident") =>
        new() { Operation = s_contract.Operation(operation), Actor = Kept.Admin, Method = "GET", Path = "/" };

    private static Draft Broken(Verdict verdict, string operation = "getIncident")
    {
        var draft = Draft(operation);
        draft.Mutations.Add(new Applied(new Mutation("x", Parts.Query, (_, _) => verdict), verdict));
        return draft;
    }

    private static Draft Breaking()
    {
        var draft = Draft();
        draft.Mutations.Add(new Applied(new Mutation("x", Parts.Framing, (_, _) => Verdict.MayPass) { BreaksHttp = true }, Verdict.MayPass));
        return draft;
    }

    private static Answer Answer(int status, string body, string? type = null, params (string Name, string Value)[] headers) => new(
        status,
        [
            ("X-Request-Id", "req_1"), ("Vary", "Authorization"), ("Cache-Control", "private"), .. headers,
            .. type is null && body is "" or "x" ? Array.Empty<(string, string)>() : [("Content-Type", type ?? "application/json; charset=utf-8")],
        ],
        Encoding.UTF8.GetBytes(body));

    private static Answer Me() =>
        Answer(200, """{"code":0,"message":"success","data":{"sub":"a","tenant_id":"t","permissions":["read"]},"timestamp":"2026-01-01T00:00:00.000Z"}""");

    private Answer Problem(int status)
    {
        if ((string)_problem["request_id"]! != "another")
        {
            _problem["request_id"] = "req_1";
        }

        return Answer(status, _problem.ToJsonString(), DocumentedAnswers.ProblemType, ("Content-Language", "en"));
    }

    private IEnumerable<string> Rules(Draft draft, Answer? answer) => _oracle.Judge(draft, answer).Select(f => f.Rule).Distinct(StringComparer.Ordinal);
}
