using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Processes;

public sealed class StartTests
{
    private static readonly (string, string) s_development = ("ASPNETCORE_ENVIRONMENT", "Development");

    [Theory]
    [InlineData("Auth:Authority")]
    [InlineData("Auth:Audience")]
    public async Task Start_WhenKeyIsMissingOutsideDevelopment_RefusesAndNamesIt(string missing)
    {
        using var folder = new TemporaryFolder();
        (string, string)[] settings = [("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")), ("Auth__Authority", "https://id.example"), ("Auth__Audience", "audit-api")];

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, [.. settings.Where(s => s.Item1 != missing.Replace(":", "__", StringComparison.Ordinal))]);

        exitCode.Should().NotBe(0);
        output.Should().Contain(missing);
    }

    [Theory]
    [InlineData("Api__PublicUrl", "notaurl", "Api:PublicUrl")]
    [InlineData("Api__PublicUrl", "ftp://x?q=1", "Api:PublicUrl")]
    [InlineData("Api__PathBase", "audit/api/v1", "Api:PathBase")]
    [InlineData("Database__Provider", "Oracle", "Database:Provider")]
    [InlineData("ConnectionStrings__Audit", "Data Source=/nowhere/at/all/audit.db", "ConnectionStrings:Audit")]
    [InlineData("ConnectionStrings__Audit", "Data Source=:memory:", "ConnectionStrings:Audit")]
    public async Task Start_WhenASettingIsUnusable_RefusesAndNamesIt(string variable, string value, string key)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")), (variable, value));

        exitCode.Should().Be(1);
        output.Should().Contain(key).And.NotContain("   at ");
    }

    [Fact]
    public async Task Start_WhenIssuerIsNamed_AnswersFromAnyWorkingDirectory()
    {
        using var folder = new TemporaryFolder();
        // another program's configuration must not become ours
        await File.WriteAllTextAsync(folder.File("appsettings.json"), """{"Api":{"PathBase":"/other"},"Auth":{"Authority":""}}""");
        await using var service = await ServiceProcess.StartAsync(
            folder.Path, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")), ("Auth__Authority", "https://id.example"), ("Auth__Audience", "audit-api"));
        using var client = new HttpClient { BaseAddress = service.Address };

        (await client.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/other/health/ready")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await client.PostAsJsonAsync("/dev/token", new { tenant_id = "tnt_a", sub = "me" })).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Kill_AfterAcknowledgedWrites_KeepsEveryRecord()
    {
        using var folder = new TemporaryFolder();
        var settings = new[] { s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")) };
        var ids = new List<string>();
        await using (var service = await ServiceProcess.StartAsync(folder.Path, settings))
        {
            using var client = await service.SignedInAsync("usr_log");
            for (var i = 0; i < 20; i++)
            {
                using var response = await client.PostAsJsonAsync("/admin/audit/incidents", new { title = $"Incident {i}", severity = "low" });
                ids.Add((string)(await response.DataAsync())["id"]!);
            }

            await service.KillAsync();
        }

        await using var again = await ServiceProcess.StartAsync(folder.Path, settings);
        using var reader = await again.SignedInAsync("usr_log");
        var list = await (await reader.GetAsync("/admin/audit/incidents?page_size=100")).JsonAsync();
        list["items"]!.AsArray().Select(i => (string)i!["id"]!).Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task Start_WhenTheFileIsGoneButItsWalIsThere_IsRefusedAndLeavesItThere()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("audit.db-wal"), "writes that are in no database yet");

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")));

        exitCode.Should().Be(1);
        output.Should().Contain("audit.db is not there or empty, but its -wal is there");
        File.Exists(folder.File("audit.db-wal")).Should().BeTrue();
        File.Exists(folder.File("audit.db")).Should().BeFalse();
    }

    [Fact]
    public async Task Start_WhenTheFileIsNoDatabase_IsRefusedAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("audit.db"), new string('x', 5000));

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")));

        exitCode.Should().Be(1);
        output.Should().Contain("ConnectionStrings:Audit").And.Contain("file is not a database").And.NotContain("   at ");
    }

    [Fact]
    public async Task Terminate_WhenRunning_ExitsWithZero()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")));

        (await service.TerminateAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Log_WhenRequestsAreAnswered_CarriesTheirIdsAndNoSecret()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, s_development, ("ConnectionStrings__Audit", "Data Source=" + folder.File("audit.db")), ("Logging__Console__FormatterName", "json"), ("Logging__Console__FormatterOptions__IncludeScopes", "true"));
        using var client = await service.SignedInAsync("usr_log");
        client.DefaultRequestHeaders.Add("X-Request-Id", "my-request-1");
        await client.PostAsJsonAsync("/admin/audit/incidents?tenant_id=tnt_log&unknown=in-the-query", new { title = "in-the-body", severity = "low" });
        await service.TerminateAsync();

        var line = service.Output.Split('\n').Single(l => l.Contains("answered 201", StringComparison.Ordinal));
        line.Should().ContainAll("my-request-1", "tnt_log", "usr_log", "trace_id", "POST");
        service.Output.Should().NotContainAny("in-the-body", "in-the-query", client.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    [Fact]
    public async Task Log_OutsideDevelopment_IsJsonWithTheIdsOfItsRequest()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Repository.File("src", "Audit.Api", "appsettings.json")))!;

        ((string?)settings["Logging"]!["Console"]!["FormatterName"]).Should().Be("json");
        ((bool?)settings["Logging"]!["Console"]!["FormatterOptions"]!["IncludeScopes"]).Should().BeTrue();
    }
}
