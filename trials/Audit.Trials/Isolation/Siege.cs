using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>Lets two strangers make the same attacks, one with another tenant's identifiers, one with nobody's: what they are answered must be the same.</summary>
internal sealed class Siege(IReadOnlyList<Attack> attacks, TrialReport report)
{
    /// <summary>What a stranger is answered to each attack while there is nobody to attack.</summary>
    public async Task<IReadOnlyList<Answer>> RehearseAsync(Stranger stranger, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>(attacks.Count);
        foreach (var attack in attacks)
        {
            answers.Add(await stranger.TryAsync(attack.Request, cancellationToken));
        }

        return answers;
    }

    /// <summary>Compares the answers to the one who knows the other tenant with those to the one who knows nobody, and with those of before there was that tenant.</summary>
    public async Task LayAsync(Stranger knows, Stranger knowsNobody, IReadOnlyList<Answer> before, CancellationToken cancellationToken)
    {
        for (var i = 0; i < attacks.Count; i++)
        {
            var attack = attacks[i];
            var answer = await knows.TryAsync(attack.Request, cancellationToken);
            Compare(attack, answer, await knowsNobody.TryAsync(attack.Request, cancellationToken), "an identifier of nobody's");
            Compare(attack, answer, before[i], "one sent before there was anything of theirs");
            if (attack.Due is { } due && answer.Status != due)
            {
                report.Violation($"{attack.Name}: {attack.Request}: {due} should come, but {answer.Status} came: {answer.Body}");
            }
        }
    }

    /// <summary>A stranger's counts are of what the stranger made.</summary>
    public static async Task CheckCountsAsync(Stranger stranger, TrialReport report, CancellationToken cancellationToken)
    {
        foreach (var (list, made) in new[] { ("/admin/audit/incidents", stranger.IncidentsMade), ("/admin/audit/anomalies", stranger.AnomaliesMade) })
        {
            var total = (long)(await ReadAsync(list))["total"]!;
            var counted = (await ReadAsync(list + "/stats"))["data"]!["by_status"]!.AsObject().Sum(s => (long)s.Value!);
            if (total != made || counted != made)
            {
                report.Violation($"GET {list}: the total should be the {made} that the caller made, but was {total}, and {counted} in the statistics");
            }
        }

        var proof = (await ReadAsync("/admin/audit/history/verify"))["data"]!;
        var entries = (long)(await ReadAsync("/admin/audit/history"))["total"]!;
        if (!(bool)proof["valid"]! || (long)proof["last_sequence"]! != entries)
        {
            report.Violation($"the history should be valid to its end at {entries}, but is {proof.ToJsonString()}");
        }

        async Task<JsonNode> ReadAsync(string path) => JsonNode.Parse((await stranger.SendAsync(new Request("GET", path), cancellationToken)).Body)!;
    }

    private void Compare(Attack attack, Answer answer, Answer other, string to)
    {
        report.Count("pairs compared");
        if (Comparison.Difference(answer, other) is { } difference)
        {
            report.Violation($"{attack.Name}: {attack.Request}: the same as to {to} should come, but it differs in {difference}");
        }
    }
}
