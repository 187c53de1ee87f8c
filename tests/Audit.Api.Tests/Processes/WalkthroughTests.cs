using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

/// <summary>What the documents give a reader to run or to compute.</summary>
public sealed partial class WalkthroughTests
{
    private static readonly List<string> s_redactable = ["actor_name", "note"];

    [Fact]
    public async Task Walkthrough_WhenTheServiceRuns_PlaysTheIncidentToItsEnd()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")));

        var (exitCode, output) = await WalkAsync(service.Address, folder.Path);

        exitCode.Should().Be(0, "it wrote: {0}", output);
        Lost().Count(output).Should().Be(1, "of two who changed the same version, one has to read again: {0}", output);
        output.Should().ContainAll("Idempotency-Replayed: true", "the incident has one comment", "allowed targets: investigating, resolved", "valid: 12 entries", "Everything was as it should be.");
        output.Should().ContainAny("BROKEN at 8: hash_mismatch", "node is not installed");
    }

    [Fact]
    public async Task Walkthrough_WhenNothingAnswers_FailsAndSaysHowToStartTheService()
    {
        using var folder = new TemporaryFolder();
        // bound and not listening: nobody else can answer there meanwhile
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var (exitCode, output) = await WalkAsync(new Uri("http://" + silent.LocalEndPoint), folder.Path);

        exitCode.Should().Be(1);
        output.Should().Contain("dotnet run --project src/Audit.Api").And.NotContain("1. A detector");
    }

    [Fact]
    public async Task HistoryExample_WhenComputedAsTheDocumentSays_HasItsHashes()
    {
        var document = await File.ReadAllTextAsync(Repository.File("docs", "history.md"));
        var entries = JsonNode.Parse(Export().Match(document).Groups["json"].Value)!["items"]!.AsArray().Select(e => e!.AsObject()).ToList();
        var canonical = Canonical().Match(document).Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        entries.Should().HaveCount(2);
        canonical.Select(Sha256).Should().Equal(entries.Select(e => (string)e["hash"]!));
        canonical.Should().Equal(entries.Select(CanonicalFormOf));
        canonical.Select(Encoding.UTF8.GetByteCount).Should().OnlyContain(length => document.Contains($" {length} ", StringComparison.Ordinal));
    }

    /// <summary>By the document alone: the example's texts need no escapes.</summary>
    private static string CanonicalFormOf(JsonObject entry)
    {
        var covered = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["tenant_id"] = "\"tnt_demo\"" };
        foreach (var (name, value) in entry.Where(m => m.Key != "hash"))
        {
            var (key, text) = s_redactable.Contains(name, StringComparer.Ordinal) ? (name + "_sha256", Sha256((string)value!)) : (name, value!.ToString());
            covered[key] = name == "sequence" ? text : $"\"{text}\"";
        }

        return "{" + string.Join(',', covered.Select(m => $"\"{m.Key}\":{m.Value}")) + "}";
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<(int ExitCode, string Output)> WalkAsync(Uri address, string folder)
    {
        var start = new ProcessStartInfo("bash", [Repository.File("docs", "walkthrough.sh")])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BASE_URL"] = address.ToString();
        using var bash = Process.Start(start)!;
        var texts = await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return (bash.ExitCode, string.Concat(texts));
    }

    [GeneratedRegex("-> 412$", RegexOptions.Multiline, 1000)]
    private static partial Regex Lost();

    [GeneratedRegex(@"## An example.*?```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Export();

    [GeneratedRegex(@"## An example.*?```text\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Canonical();
}
