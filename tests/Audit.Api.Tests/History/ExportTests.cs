using System.Diagnostics;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Processes;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;

namespace Audit.Api.Tests.History;

/// <summary>An export of the history, checked by a program that is none of the service's and knows only docs/history.md.</summary>
public sealed class ExportTests(AuditApi api) : IClassFixture<AuditApi>
{
    // printf 'a note' | sha256sum
    private const string NoteDigest = "f63e34a034f19a24438f2d74b242bc96682abd843ecc4ea63fefed4006d860a3";

    private readonly string _tenant = Tenants.Fresh();

    /// <summary>A change of one member of the second entry.</summary>
    public static TheoryData<string, string?> Changes => new()
    {
        { "subject_type", "incident" },
        { "subject_id", Paths.UnknownAnomaly },
        { "action", "updated" },
        { "from", "resolved" },
        { "from", null },
        { "to", "open" },
        { "actor_id", "usr_other" },
        { "actor_name", "李四" },
        { "actor_name", null },
        { "actor_tenant_id", null },
        { "note", "another note" },
        { "note", null },
        { "occurred_at", "2026-01-01T00:00:00.000Z" },
        { "request_id", "req" },
        { "trace_id", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        { "hash", "0000000000000000000000000000000000000000000000000000000000000000" },
    };

    [NodeFact]
    public async Task Export_OfTheWholeHistory_IsFoundValid()
    {
        var found = await CheckAsync(await ExportAsync(limit: 1000));

        found.ExitCode.Should().Be(0, found.Output);
        found.Output.Should().Contain("8 entries").And.Contain("valid").And.Contain((string)StoreFile.History(api.DatabaseFile, _tenant)[^1]["hash"]);
    }

    [NodeFact]
    public async Task Export_InParts_IsFoundValid()
    {
        var found = await CheckAsync(await ExportAsync(limit: 3));

        found.ExitCode.Should().Be(0, found.Output);
        found.Output.Should().Contain("8 entries");
    }

    [NodeFact]
    public async Task Export_WhenTextsAreRedacted_IsFoundValid()
    {
        await api.GivenChain(_tenant);
        api.Tamper(
            "UPDATE history SET note = NULL, note_sha256 = $digest WHERE tenant_id = $tenant AND note = 'a note'",
            ("$tenant", _tenant),
            ("$digest", NoteDigest));

        var found = await CheckAsync(await ExportAsync(limit: 1000, isGiven: true));

        found.ExitCode.Should().Be(0, found.Output);
    }

    [NodeFact]
    public async Task Export_WhenADigestStandsBesideItsText_IsFoundBrokenThere()
    {
        await api.GivenChain(_tenant);
        api.Tamper(
            "UPDATE history SET note_sha256 = $digest WHERE tenant_id = $tenant AND note = 'a note'", ("$tenant", _tenant), ("$digest", NoteDigest));

        var found = await CheckAsync(await ExportAsync(limit: 1000, isGiven: true));

        found.ExitCode.Should().Be(1, found.Output);
        found.Output.Should().Contain("BROKEN at 2: hash_mismatch");
    }

    [NodeFact]
    public async Task Export_WhenThereIsNoEntry_IsNotChecked()
    {
        var found = await CheckAsync(await ExportAsync(limit: 1000, isGiven: true));

        found.ExitCode.Should().Be(2, found.Output);
        found.Output.Should().Contain("nothing to check").And.NotContain("valid");
    }

    [NodeTheory]
    [MemberData(nameof(Changes))]
    public async Task Export_WithOneMemberChanged_IsFoundBrokenThere(string member, string? value)
    {
        var export = await ExportAsync(limit: 1000);
        var entry = export[0]["items"]![1]!.AsObject();
        entry.Remove(member);
        if (value is not null)
        {
            entry[member] = value;
        }

        var found = await CheckAsync(export);

        found.ExitCode.Should().Be(1, found.Output);
        found.Output.Should().Contain("BROKEN at 2: hash_mismatch");
    }

    [NodeFact]
    public async Task Export_WithoutAnEntry_IsFoundBrokenThere()
    {
        var export = await ExportAsync(limit: 1000);
        export[0]["items"]!.AsArray().RemoveAt(4);

        (await CheckAsync(export)).Output.Should().Contain("BROKEN at 5: missing_entry");
    }

    [NodeFact]
    public async Task Export_OfAnotherTenant_IsFoundBroken() => (await CheckAsync(await ExportAsync(limit: 1000), "tnt_other")).Output.Should().Contain("BROKEN at 1: hash_mismatch");

    /// <summary>The answers, one for each part.</summary>
    private async Task<List<JsonNode>> ExportAsync(int limit, bool isGiven = false)
    {
        if (!isGiven)
        {
            await api.GivenChain(_tenant);
        }

        using var auditor = api.Caller(_tenant, "usr_auditor", roles: ["auditor"]);
        var answers = new List<JsonNode>();
        for (var next = 1L; ; next = (long)answers[^1]["items"]!.AsArray()[^1]!["sequence"]! + 1)
        {
            using var response = await auditor.CallAsync("GET", $"{Chain.List}?from_sequence={next}&limit={limit}");
            answers.Add(await response.JsonAsync());
            if (!(bool)answers[^1]["pagination"]!["has_next"]!)
            {
                return answers;
            }
        }
    }

    private async Task<(int ExitCode, string Output)> CheckAsync(List<JsonNode> answers, string? tenant = null)
    {
        using var folder = new TemporaryFolder();
        var files = answers.Select((_, i) => folder.File($"{i}.json")).ToList();
        foreach (var (file, answer) in files.Zip(answers))
        {
            await File.WriteAllTextAsync(file, answer.ToJsonString());
        }

        string[] arguments = [Repository.File("docs", "verify-history.mjs"), "--tenant", tenant ?? _tenant, .. files];
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, output + await error);
    }
}
