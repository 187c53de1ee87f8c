using System.Net;
using System.Text.Json.Nodes;

namespace Audit.Trials.Crashing;

/// <summary>What a write is answered with says what must have become of the things that it names.</summary>
internal sealed class AnswerChecks(Ledger ledger, TrialReport report)
{
    /// <summary>Compares the answer with the ledger, which has taken it already.</summary>
    public void Check(Write write, JsonNode answer, string? etag)
    {
        if (answer["data"] is { } data && data["version"] is not null)
        {
            var known = ledger[(string)data["id"]!];
            Check(write, answer, known, Picture.Of(known.Kind, data) == known.Shown() && (etag is null || etag == Write.Quoted(known.Version)));
        }

        foreach (var result in answer["results"]?.AsArray() ?? [])
        {
            if ((bool)result!["ok"]!)
            {
                var known = ledger[(string)result["id"]!];
                Check(write, answer, known, known.Version == (long)result["version"]!);
            }
            else
            {
                CheckRefusal(write, result);
            }
        }
    }

    /// <summary>Of a write that was done and is sent once more: it finds what it did, or is refused for what it did.</summary>
    public async Task CheckRepeatedAsync(Write write, HttpResponseMessage response, Judge judge)
    {
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var wanted = write.Key is null && write.IfMatch is not null ? HttpStatusCode.PreconditionFailed : HttpStatusCode.OK;
        judge.That(
            wanted == HttpStatusCode.OK ? response.IsSuccessStatusCode : response.StatusCode == wanted,
            () => FormattableString.Invariant($"{write} was done; once more it should be answered with {(int)wanted} and was with {(int)response.StatusCode} {answer.ToJsonString()}"));
        judge.That(
            response.Headers.Contains("Idempotency-Replayed") == write.Key is not null,
            () => $"{write} was done; once more it should{(write.Key is null ? " not" : "")} be replayed");
        if (response.IsSuccessStatusCode)
        {
            Check(write, answer, etag: null);
        }
    }

    private void Check(Write write, JsonNode answer, Picture known, bool isSo)
    {
        report.Count(Judge.Checks);
        if (!isSo)
        {
            report.Violation($"{write} should make it {known} and was answered with {answer.ToJsonString()}");
        }
    }

    /// <summary>Only a busy store refuses one of many.</summary>
    private void CheckRefusal(Write write, JsonNode result)
    {
        report.Count(Writer.ToldToComeAgain);
        if ((int?)result["problem"]?["status"] != (int)HttpStatusCode.ServiceUnavailable)
        {
            report.Violation($"{write} should be done to all and was answered with {result.ToJsonString()}");
        }
    }
}
