using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

/// <summary>The calls that the README prints, made as it prints them, against the service as a newcomer starts it.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Calls_WhenMadeAsPrinted_AnswerAsPrinted()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")));
        var calls = Calls(await File.ReadAllTextAsync(Repository.File("README.md")));
        calls.Should().HaveCountGreaterThanOrEqualTo(6);

        var answers = await RunAsync(calls.Select(c => c.Command.Replace("localhost:5080", service.Address.Authority, StringComparison.Ordinal)), folder.Path);

        foreach (var ((command, printed), answer) in calls.Zip(answers))
        {
            Shape(answer).Should().Be(Shape(printed), "the README prints that for {0}; it was {1}", command, answer);
        }
    }

    /// <summary>Each <c>bash</c> block, and the <c>json</c> block that follows it, if one does.</summary>
    private static List<(string Command, string Printed)> Calls(string readme) =>
        [.. Blocks().Matches(readme).Select(block => (block.Groups["command"].Value, block.Groups["answer"].Value))];

    private static async Task<string[]> RunAsync(IEnumerable<string> commands, string folder)
    {
        const string Mark = "=== end of an answer ===";
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(string.Join($"\necho; echo '{Mark}'\n", commands));
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return [.. output.Split(Mark).Select(answer => answer.Trim())];
    }

    /// <summary>The answer without what differs each time: ids, times, traces.</summary>
    private static string Shape(string answer) =>
        answer.Length == 0 ? "" : Changing().Replace(JsonSerializer.Serialize(JsonNode.Parse(answer)), "…");

    [GeneratedRegex(@"```bash\n(?<command>.*?)```(\s*```json\n(?<answer>.*?)```)?", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"(?<=(?:inc|ano|req)_)[0-9a-z-]{26,36}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<=_at"":)\d{10}|00-[0-9a-f]{32}-[0-9a-f]{16}-01|(?<=span_id"":"")[0-9a-f]{16}", RegexOptions.None, 1000)]
    private static partial Regex Changing();
}
