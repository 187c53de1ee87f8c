using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audit.Trials.Contract;

namespace Audit.Trials.Fuzzing;

/// <summary>Whether an answer is one that the document and the contract allow.</summary>
internal sealed partial class Oracle(ContractDocument contract)
{
    /// <summary>What the server says without a body where there is no request yet.</summary>
    private static readonly HashSet<int> s_bare = [400, 405, 408, 411, 413, 414, 431, 505];

    private static readonly string[] s_internals =
        ["System.", "Microsoft.", "Exception", "   at ", ".cs:line", "StackTrace", "SQLite", "SQL logic", "SELECT ", "sqlite_", "UNIQUE constraint", "Newtonsoft", "/tmp/", "/home/", "/root/", "eyJhbGci"];

    private readonly DocumentedAnswers _documented = new(contract);

    public IReadOnlyList<Finding> Judge(Draft draft, Answer? answer)
    {
        var findings = new List<Finding>();
        if (answer is null)
        {
            Demand(findings, draft.EndsEarly, "no answer", "an answer should have come, but the connection was closed");
        }
        else if (!IsOfTheServer(draft, answer))
        {
            JudgeStatus(draft, answer, findings);
            JudgeIdentity(draft, answer, findings);
            if (answer.Status >= 400)
            {
                JudgeProblem(draft, answer, findings);
            }
            else
            {
                JudgeSuccess(draft, answer, findings);
            }
        }

        return findings;
    }

    /// <summary>Whether it is a refusal of the server, which saw no request that the service could have been given.</summary>
    public static bool IsOfTheServer(Draft draft, Answer answer) => draft.BreaksHttp && s_bare.Contains(answer.Status) && answer.Body.Length == 0 && answer.MediaType is null;

    [GeneratedRegex("^[A-Za-z0-9._-]{1,128}$", RegexOptions.None, 1000)]
    private static partial Regex RequestId();

    private static void Demand(List<Finding> findings, bool isKept, string rule, string what)
    {
        if (!isKept)
        {
            findings.Add(new Finding(rule, what));
        }
    }

    private static void JudgeStatus(Draft draft, Answer answer, List<Finding> findings)
    {
        Demand(findings, answer.Status < 500, "5xx", $"no fault of the service should have come, but {answer.Status}");
        Demand(findings, !draft.MustFail || answer.Status >= 400, "accepted", $"it should have been refused, but was {answer.Status}");
        if (draft is { Mutations: [{ Verdict.Status: > 0 and var status }], RepeatsAKey: false } && answer.Status is >= 400 and < 500)
        {
            Demand(findings, answer.Status == status, "another status", $"{status} should have come, but {answer.Status}");
        }
    }

    private static void JudgeIdentity(Draft draft, Answer answer, List<Finding> findings)
    {
        var id = answer.Header("X-Request-Id");
        Demand(findings, id is not null && RequestId().IsMatch(id), "request id", $"X-Request-Id should be one, but is '{id}'");
        if (draft.Headers.Where(h => h.Name == "X-Request-Id").Select(h => h.Value).ToList() is [var sent] && RequestId().IsMatch(sent))
        {
            Demand(findings, id == sent, "request id", $"X-Request-Id should be the caller's '{sent}', but is '{id}'");
        }
    }

    private void JudgeProblem(Draft draft, Answer answer, List<Finding> findings)
    {
        Demand(findings, answer.MediaType == DocumentedAnswers.ProblemType, "no problem", $"a Problem should have come, but '{answer.MediaType}'");
        var known = draft.IsElsewhere ? null : _documented.Of(draft.Operation, answer.Status);
        if (known is not null)
        {
            JudgeHeaders(known, answer, findings);
        }

        if (draft.Method == "HEAD" || JsonOf(answer, findings) is not { } problem)
        {
            return;
        }

        findings.AddRange(_documented.Check.Faults(problem, contract.Schemas["Problem"]!).Select(f => new Finding("schema of a problem", f)));
        if (problem is not JsonObject || findings.Exists(f => f.Rule == "schema of a problem"))
        {
            return;
        }

        var key = (string)problem["i18n_key"]!;
        Demand(findings, (int)problem["status"]! == answer.Status, "status of a problem", $"status should be {answer.Status}, but is {problem["status"]}");
        Demand(findings, _documented.Codes.TryGetValue(key, out var code) && code == (answer.Status, (int)problem["code"]!), "kind of a problem", $"{key} isn't {problem["code"]} with {answer.Status}, or nothing at all");
        Demand(findings, (string)problem["request_id"]! == answer.Header("X-Request-Id"), "request id", "request_id should be the header's");
        Demand(findings, answer.Header("Content-Language") is "en" or "zh-CN", "language", $"Content-Language is '{answer.Header("Content-Language")}'");
        Demand(findings, problem["retry_after"]?.ToString() == answer.Header("Retry-After"), "retry_after", "retry_after should be the header's");
        var isRouted = draft.IsElsewhere || (answer.Status is 404 or 405 && (draft.Used & (Parts.Path | Parts.Method)) != Parts.None);
        Demand(findings, isRouted || known?.Keys.Contains(key) == true, "undocumented error", $"{draft.Operation.Id} has no {answer.Status} {key} in the document");
    }

    private void JudgeSuccess(Draft draft, Answer answer, List<Finding> findings)
    {
        if (draft.IsElsewhere)
        {
            return;
        }

        if (_documented.Of(draft.Operation, answer.Status) is not { } known)
        {
            findings.Add(new Finding("undocumented status", $"{draft.Operation.Id} has no {answer.Status} in the document"));
            return;
        }

        JudgeHeaders(known, answer, findings);
        if (draft.Method == "HEAD")
        {
            return;
        }

        Demand(findings, known.MediaType == answer.MediaType, "media type", $"{known.MediaType ?? "no body"} should have come, but '{answer.MediaType}'");
        if (known.Schema is null)
        {
            Demand(findings, answer.Body.Length == 0, "media type", "no body should have come");
        }
        else if (JsonOf(answer, findings) is { } body)
        {
            findings.AddRange(_documented.Check.Faults(body, known.Schema).Select(f => new Finding("schema", f)));
            JudgeThing(draft, answer, body["data"], findings);
        }
    }

    /// <summary>An answer about one thing is about the one that was asked for.</summary>
    private static void JudgeThing(Draft draft, Answer answer, JsonNode? data, List<Finding> findings)
    {
        if (answer.Header("ETag") is not { } tag || data?["version"] is not { } version)
        {
            return;
        }

        Demand(findings, tag == $"\"{version}\"", "version", $"ETag should be version {version}, but is {tag}");
        if (answer.Status == 200 && draft.Id is not null && (draft.Used & Parts.Path) == Parts.None)
        {
            Demand(findings, (string?)data["id"] == draft.Id, "another thing", $"{draft.Id} was asked for, but {data["id"]} came");
        }
    }

    private void JudgeHeaders(DocumentedAnswer known, Answer answer, List<Finding> findings)
    {
        foreach (var (name, isRequired, schema) in known.Headers)
        {
            var value = answer.Header(name);
            Demand(findings, !isRequired || value is not null, "header", $"{name} should be there");
            if (value is not null)
            {
                JsonNode? json = (string?)schema["type"] != "integer" ? value : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
                findings.AddRange(_documented.Check.Faults(json, schema).Select(f => new Finding("header", $"{name}: {f}")));
            }
        }

        Demand(findings, answer.Header("Location") is null or ['/', not '/', ..], "header", $"Location leads elsewhere: {answer.Header("Location")}");
    }

    private static JsonNode? JsonOf(Answer answer, List<Finding> findings)
    {
        var json = answer.Json(out var fault);
        Demand(findings, fault is null && json is not null, "JSON", $"JSON should have come, but {fault ?? "null"}");
        var text = answer.Text;
        foreach (var inside in s_internals.Where(i => text.Contains(i, StringComparison.Ordinal)))
        {
            findings.Add(new Finding("internals", $"the body says '{inside}'"));
        }

        return json;
    }
}

/// <summary>A promise that wasn't kept.</summary>
internal sealed record Finding(string Rule, string What);
