using System.Text.RegularExpressions;

namespace Audit.Client.Tests;

[Collection(nameof(RunningAudit))]
public sealed partial class ReadmeTests(RunningAudit service)
{
    [Fact]
    public void Code_OfTheReadme_IsWhatIsTested()
    {
        var tested = Lines(File.ReadAllText(Repository.File("tests", "Audit.Client.Tests", "QuickStarts.cs")));
        var shown = Code().Matches(File.ReadAllText(Repository.File("clients", "dotnet", "README.md"))).Select(m => Lines(m.Groups["code"].Value)).ToList();

        shown.Should().HaveCount(4);
        shown.Should().OnlyContain(code => tested.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Detector_WhenItReportsAgain_HasReportedOneAnomaly() => (await QuickStarts.DetectAsync(await service.ClientAsync())).Should().BeTrue();

    [Fact]
    public async Task Incident_WhenResolvedAsShown_IsResolved()
    {
        var audit = await service.ClientAsync();

        (await QuickStarts.ResolveAsync(audit)).Status.Should().Be(IncidentStatus.Resolved);
        var open = (await audit.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low })).Data;
        await QuickStarts.CloseAsync(audit, open.Id);
        (await audit.Incidents.GetAsync(open.Id)).Data.Status.Should().Be(IncidentStatus.Open);
    }

    private static string Lines(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();
}
