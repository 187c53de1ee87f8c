using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Problems;

/// <summary>Every error that a signed-in caller can run into, as it goes over the wire in both languages.</summary>
public sealed partial class ProblemTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly Dictionary<string, Func<ProblemTests, (string, string)[], Task<HttpResponseMessage>>> s_provoke = new(StringComparer.Ordinal)
    {
        ["route-not-found"] = (test, headers) => test.Analyst.CallAsync("GET", "/nope", null, headers),
        ["method-not-allowed"] = (test, headers) => test.Analyst.CallAsync("DELETE", Paths.Incidents, null, headers),
        ["body-too-large"] = (test, headers) => test.Analyst.OpenAsync(Responses.Body(Encoding.ASCII.GetBytes("{}".PadRight((256 * 1024) + 1))), headers),
        ["unsupported-media-type"] = (test, headers) => test.Analyst.OpenAsync(Responses.Body("{}", "text/plain"), headers),
        ["malformed-body"] = (test, headers) => test.Analyst.OpenAsync("{", headers),
        ["invalid-request"] = (test, headers) => test.Analyst.OpenAsync("""{"severity":"low"}""", headers),
        ["incident-not-found"] = (test, headers) => test.Analyst.CallAsync("GET", Paths.Incident(Paths.UnknownIncident), null, headers),
        ["anomaly-not-found"] = (test, headers) => test.Analyst.MoveAsync(Paths.UnknownAnomaly, new { status = "open" }, headers),
        ["transition-refused"] = async (test, headers) => await test.Analyst.MoveAsync(await test.GivenInvestigating(), new { status = "acknowledged" }, headers),
        ["incident-closed"] = async (test, headers) => await test.Analyst.CallAsync("PATCH", Paths.Incident(await test.GivenClosed()), new { title = "another" }, headers),
        ["already-escalated"] = async (test, headers) => await test.Analyst.CallAsync("POST", await test.GivenEscalated(), null, headers),
        ["capacity-reached"] = async (test, headers) =>
        {
            var full = await test.Api.GivenIncident(test._tenant, new { title = "t", severity = "low", source_anomaly_ids = Enumerable.Range(0, 500).Select(i => $"a{i}").ToArray() });
            return await test.Analyst.CallAsync("POST", $"/admin/audit/anomalies/{await test.Api.GivenAnomaly(test._tenant)}/link", new { case_id = (string)full["id"]! }, headers);
        },
        ["precondition-failed"] = async (test, headers) => await test.Analyst.MoveAsync(await test.GivenInvestigating(), new { status = "resolved" }, [.. headers, ("If-Match", "\"1\"")]),
        ["idempotency-key-reused"] = async (test, headers) =>
        {
            (await test.Analyst.OpenAsync("""{"title":"t","severity":"low"}""", ("Idempotency-Key", "k"))).Dispose();
            return await test.Analyst.OpenAsync("""{"title":"u","severity":"low"}""", [.. headers, ("Idempotency-Key", "k")]);
        },
    };

    private readonly string _tenant = Tenants.Fresh();
    private AuditApi Api => api;
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public static TheoryData<string> Slugs => [.. s_provoke.Keys];

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("route-not-found", 404, 30104001, "error.route_not_found", "No such path", "Nothing is served at this path.", "路径不存在", "该路径下没有任何内容。")]
    [InlineData("method-not-allowed", 405, 30101004, "error.method_not_allowed", "Method not allowed", "This path does not support the method of the request.", "请求方法不受支持", "该路径不支持所用的请求方法。")]
    [InlineData("body-too-large", 413, 30106002, "error.body_too_large", "Request body too large", "The request body is larger than this operation accepts.", "请求体过大", "请求体超过该操作允许的大小。")]
    [InlineData("unsupported-media-type", 415, 30101003, "error.unsupported_media_type", "Unsupported media type", "The body must be sent as application/json.", "不支持的媒体类型", "请求体的 Content-Type 必须是 application/json。")]
    [InlineData("malformed-body", 400, 30101002, "error.malformed_body", "Unreadable request body", "The request body is not the JSON that this operation reads.", "请求体无法读取", "请求体不是该操作可读取的 JSON。")]
    [InlineData("invalid-request", 400, 30101001, "error.invalid_request", "Invalid request parameters", "The request breaks one or more rules; each broken field is listed in errors.", "请求参数无效", "请求中存在不符合规则的字段，逐项列于 errors。")]
    [InlineData("incident-not-found", 404, 30104002, "error.incident_not_found", "Incident not found", "There is no incident inc_01k5m8z0c2e9v7q4t6x8y1w3ra in this tenant.", "安全事件不存在", "当前租户下不存在安全事件 inc_01k5m8z0c2e9v7q4t6x8y1w3ra。")]
    [InlineData("anomaly-not-found", 404, 30104003, "error.anomaly_not_found", "Anomaly not found", "There is no anomaly ano_01k5m8z0c2e9v7q4t6x8y1w3ra in this tenant.", "异常不存在", "当前租户下不存在异常 ano_01k5m8z0c2e9v7q4t6x8y1w3ra。")]
    [InlineData("transition-refused", 409, 30105001, "error.transition_refused", "Status transition not allowed", "The anomaly cannot go from investigating to acknowledged; allowed targets: resolved, dismissed.", "不允许的状态流转", "状态不能从 investigating 变更为 acknowledged（对象：anomaly）；允许的目标状态：resolved、dismissed。")]
    [InlineData("incident-closed", 409, 30105005, "error.incident_closed", "Incident closed", "The incident … is closed; it takes comments and links, and no other change.", "安全事件已关闭", "安全事件 … 已关闭，只能添加评论和关联，不能做其他更改。")]
    [InlineData("already-escalated", 409, 30105006, "error.already_escalated", "Already escalated", "The anomaly was escalated before, to the incident ….", "已升级为安全事件", "该异常此前已升级为安全事件 …。")]
    [InlineData("capacity-reached", 409, 30105007, "error.capacity_reached", "Capacity reached", "The limit for source_anomaly_ids is 500 for one incident or anomaly, and this would exceed it.", "已达到数量上限", "单个安全事件或异常的 source_anomaly_ids 上限为 500，本次请求将超出该上限。")]
    [InlineData("precondition-failed", 412, 30105003, "error.precondition_failed", "Precondition failed", "If-Match names another version; the current one is 2.", "前置条件不满足", "If-Match 与当前版本不一致，当前版本为 2。")]
    [InlineData("idempotency-key-reused", 422, 30105004, "error.idempotency_key_reused", "Idempotency key reused", "This idempotency key was used before, for a different request.", "幂等键被重复使用", "该幂等键已用于另一个不同的请求。")]
    public async Task Problem_OfEachKind_IsComplete(string slug, int status, int code, string key, string title, string detail, string titleZh, string detailZh)
    {
        foreach (var (accepted, language, expectedTitle, expectedDetail) in new[] { ("en", "en", title, detail), ("zh-CN", "zh-CN", titleZh, detailZh) })
        {
            using var response = await s_provoke[slug](this, [("Accept-Language", accepted)]);

            var problem = await response.ProblemAsync((HttpStatusCode)status, key);
            problem.Members().Should().BeEquivalentTo(
                "type", "title", "status", "detail", "instance", "code", "service", "timestamp", "request_id", "trace_id", "span_id", "i18n_key", "i18n_args", "errors");
            ((string)problem["type"]!).Should().Be("/errors/" + slug);
            ((string)problem["title"]!).Should().Be(expectedTitle);
            OwnId().Replace((string)problem["detail"]!, "…").Should().Be(OwnId().Replace(expectedDetail, "…"));
            problem["status"]!.ToJsonString().Should().Be($"{status}");
            problem["code"]!.ToJsonString().Should().Be($"{code}");
            ((string)problem["service"]!).Should().Be("audit-service");
            ((string)problem["timestamp"]!).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
            ((string)problem["instance"]!).Should().StartWith("/");
            problem["i18n_args"].Should().BeOfType<JsonObject>();
            response.Header("Content-Language").Should().Be(language);
        }
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Problem_InTheOtherLanguage_DiffersInItsTextsAlone(string slug)
    {
        using var english = await s_provoke[slug](this, [("X-Request-Id", "same"), ("traceparent", Trace), ("Accept-Language", "en")]);
        using var chinese = await s_provoke[slug](this, [("X-Request-Id", "same"), ("traceparent", Trace), ("Accept-Language", "zh")]);

        var (first, second) = (await english.JsonAsync(), await chinese.JsonAsync());
        foreach (var text in new[] { "title", "detail" })
        {
            ((string)second[text]!).Should().NotBe((string)first[text]!);
        }

        WithoutTexts(second).Should().Be(WithoutTexts(first));
        chinese.Headers.Select(h => h.Key).Should().BeEquivalentTo(english.Headers.Select(h => h.Key));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Problem_OfEachKind_HasATypeWhosePageIsThere(string slug)
    {
        using var response = await s_provoke[slug](this, []);
        using var nobody = api.CreateClient();

        using var page = await nobody.GetAsync((string)(await response.JsonAsync())["type"]!);

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        page.Header("Content-Type").Should().StartWith("text/html");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/json")]
    [InlineData("*/*;q=0")]
    [InlineData("application/problem+json;q=0, text/plain")]
    [InlineData(";;garbage")]
    public async Task Problem_WhateverTheCallerAccepts_IsProblemJson(string accept)
    {
        foreach (var slug in s_provoke.Keys)
        {
            using var response = await s_provoke[slug](this, [("Accept", accept)]);

            response.Header("Content-Type").Should().Be("application/problem+json");
            (await response.JsonAsync())["code"]!.ToJsonString().Should().StartWith("301").And.HaveLength(8);
        }
    }

    [Theory]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("zh-Hans-CN", "zh-CN")]
    [InlineData("ZH-cn", "zh-CN")]
    [InlineData("fr, zh;q=0.5, en;q=0.4", "zh-CN")]
    [InlineData("zh;q=0.4, en;q=0.5", "en")]
    [InlineData("en-US,en;q=0.9,zh-CN;q=0.8", "en")]
    [InlineData("fr", "en")]
    [InlineData("*", "en")]
    [InlineData("zh;q=0", "en")]
    [InlineData("zhx", "en")]
    [InlineData(";;;", "en")]
    [InlineData("", "en")]
    public async Task Problem_WithALanguageAskedFor_IsInTheOneTheCallerReads(string accepted, string language)
    {
        using var response = await Analyst.CallAsync("GET", "/nope", null, ("Accept-Language", accepted));

        response.Header("Content-Language").Should().Be(language);
        ((string)(await response.JsonAsync())["title"]!).Should().Be(language == "en" ? "No such path" : "路径不存在");
    }

    [Fact]
    public async Task Problem_WithBrokenFields_DescribesThemInTheCallersLanguage()
    {
        const string Body = """{"severity":"x","description":5,"source_anomaly_ids":["a","a"]}""";
        using var english = await Analyst.OpenAsync(Body);
        using var chinese = await Analyst.OpenAsync(Body, ("Accept-Language", "zh"));

        Descriptions(await english.JsonAsync()).Should().BeEquivalentTo(
            "title: A value is required.",
            "severity: Must be one of: low, medium, high, critical.",
            "description: The type or the format is wrong, or a character is not allowed.",
            "source_anomaly_ids[1]: Must not occur more than once.");
        Descriptions(await chinese.JsonAsync()).Should().BeEquivalentTo(
            "title: 不能为空。",
            "severity: 必须是以下值之一：low、medium、high、critical。",
            "description: 类型或格式不正确，或包含不允许的字符。",
            "source_anomaly_ids[1]: 不能重复出现。");
    }

    [Fact]
    public async Task Problem_OfTheSameType_HasTheSameTitle()
    {
        using var body = await Analyst.OpenAsync("{}");
        using var query = await Analyst.GetAsync(Paths.Incidents + "?page=0");
        using var header = await Analyst.MoveAsync(Paths.UnknownAnomaly, new { status = "open" }, ("If-Match", "x"));

        var problems = await Task.WhenAll(body.JsonAsync(), query.JsonAsync(), header.JsonAsync());

        problems.Select(p => (string)p["type"]!).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        problems.Select(p => (string)p["title"]!).Distinct(StringComparer.Ordinal).Should().ContainSingle();
    }

    [Fact]
    public async Task Problem_OfAWrongMethod_NamesTheRightOnes()
    {
        var anomaly = await api.GivenAnomaly(_tenant);
        using var list = await Analyst.CallAsync("PUT", Paths.Incidents, "{}");
        using var thing = await Analyst.CallAsync("POST", Paths.Incident(Paths.UnknownIncident), "{}");
        using var status = await Analyst.CallAsync("POST", Paths.Status(anomaly), "{}");
        using var report = await Analyst.CallAsync("GET", Paths.Reports);

        foreach (var (response, allowed) in new[] { (list, "GET, HEAD, POST"), (thing, "GET, HEAD, PATCH"), (status, "PUT"), (report, "POST") })
        {
            await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "error.method_not_allowed");
            response.Header("Allow")!.Split(", ").Should().BeEquivalentTo(allowed.Split(", "));
        }
    }

    [GeneratedRegex("(inc|ano)_[0-7][0-9a-z]{25}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnId();

    private static IEnumerable<string> Descriptions(JsonNode problem) => problem["errors"]!.AsArray().Select(e => $"{e!["field"]}: {e["description"]}");

    private static string WithoutTexts(JsonNode problem)
    {
        foreach (var changing in new[] { "title", "detail", "timestamp", "trace_id", "span_id" })
        {
            problem.AsObject().Remove(changing).Should().BeTrue();
        }

        foreach (var error in problem["errors"]!.AsArray())
        {
            error!.AsObject().Remove("description").Should().BeTrue();
        }

        // each provocation has things of its own
        return OwnId().Replace(problem.ToJsonString(), "…");
    }

    private async Task<string> GivenClosed()
    {
        var path = Paths.Incident((string)(await api.GivenIncident(_tenant))["id"]!);
        (await Analyst.CallAsync("PUT", path + "/status", new { status = "resolved" })).Dispose();
        (await Analyst.CallAsync("PUT", path + "/status", new { status = "closed" })).Dispose();
        return path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>Where it would be escalated again.</summary>
    private async Task<string> GivenEscalated()
    {
        var path = $"/admin/audit/anomalies/{await api.GivenAnomaly(_tenant)}/escalate";
        (await Analyst.CallAsync("POST", path)).Dispose();
        return path;
    }

    /// <summary>Its version is 2.</summary>
    private async Task<string> GivenInvestigating()
    {
        var id = await api.GivenAnomaly(_tenant);
        (await Analyst.MoveAsync(id, new { status = "investigating" })).Dispose();
        return id;
    }
}
