using System.Text;
using System.Text.Json.Nodes;
using Audit.Api.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Audit.Api.Tests.Logging;

public sealed class BatchedConsoleTests
{
    private static readonly (string, string?) s_json = ("Logging:Console:FormatterName", "json");
    private static readonly (string, string?) s_simple = ("Logging:Console:FormatterName", "simple");
    private static readonly (string, string?) s_scopes = ("Logging:Console:FormatterOptions:IncludeScopes", "true");

    [Theory]
    [InlineData("json")]
    [InlineData("JSON")]
    public void Log_AsJson_HasMessageScopesAndException(string name)
    {
        var line = JsonNode.Parse(Logged([("Logging:Console:FormatterName", name), s_scopes, ("Logging:Console:FormatterOptions:TimestampFormat", "yyyy'!'")], log =>
        {
            using var outer = log.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["request_id"] = "req-1" });
            using var inner = log.BeginScope("in {Part}", "sorting");
            log.LogError(new EventId(7), new InvalidOperationException("out of order"), "Sorted {Count} of 中文", 5);
        }))!;

        ((string?)line["Category"]).Should().Be("Audit.Sorting");
        ((string?)line["LogLevel"]).Should().Be("Error");
        ((int?)line["EventId"]).Should().Be(7);
        ((string?)line["Message"]).Should().Be("Sorted 5 of 中文");
        line["State"]!["Count"]!.ToString().Should().Be("5");
        ((string?)line["Exception"]).Should().Contain("out of order");
        ((string?)line["Timestamp"]).Should().EndWith("!");
        var scopes = line["Scopes"]!.AsArray();
        ((string?)scopes[0]!["request_id"]).Should().Be("req-1");
        ((string?)scopes[1]!["Part"]).Should().Be("sorting");
    }

    [Fact]
    public void Log_Simply_HasMessageScopesAndException()
    {
        var text = Logged([s_simple, s_scopes, ("Logging:Console:FormatterOptions:SingleLine", "true"), ("Logging:Console:FormatterOptions:ColorBehavior", "Disabled")], log =>
        {
            using var scope = log.BeginScope("in {Part}", "sorting");
            log.LogWarning(3, new InvalidOperationException("out of order"), "Sorted {Count}", 5);
            log.LogInformation("Done");
        });

        text.Split('\n').Should().SatisfyRespectively(
            first => first.Should().StartWith("warn: Audit.Sorting[3]").And.ContainAll("in sorting", "Sorted 5", "out of order"),
            second => second.Should().StartWith("info: Audit.Sorting[0]").And.EndWith("Done").And.Contain("in sorting"),
            end => end.Should().BeEmpty());
    }

    [Fact]
    public void Log_WithoutAFormattersName_IsSimple() => Logged([], log => log.LogInformation("Done")).Should().Contain("info").And.Contain("Audit.Sorting[0]");

    [Fact]
    public void Log_WithoutScopesAskedFor_HasNone() =>
        Logged([s_json], log =>
        {
            using var scope = log.BeginScope("in {Part}", "sorting");
            log.LogInformation("Done");
        }).Should().NotContain("sorting\"");

    [Fact]
    public void Log_BelowTheConsolesLevels_IsLeftOut()
    {
        (string, string?)[] settings = [s_json, ("Logging:LogLevel:Default", "Trace"), ("Logging:Console:LogLevel:Default", "Error"), ("Logging:Console:LogLevel:Audit.Sorting", "Warning")];

        var lines = Logged(settings, log =>
        {
            log.LogInformation("left out");
            log.LogWarning("written");
        });
        var others = Logged(settings, log => log.LogWarning("left out"), category: "Other");

        JsonNode.Parse(lines)!["Message"]!.GetValue<string>().Should().Be("written");
        others.Should().BeEmpty();
    }

    [Fact]
    public void Log_BelowTheCommonLevels_IsLeftOut() =>
        Logged([s_json, ("Logging:LogLevel:Default", "Error")], log => log.LogWarning("left out")).Should().BeEmpty();

    [Fact]
    public async Task Log_FromManyThreads_IsWholeLines()
    {
        var output = new MemoryStream();
        await using (var services = Services([s_json, s_scopes], output))
        {
            var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Audit.Sorting");
            await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
            {
                for (var i = 0; i < 500; i++)
                {
                    using var scope = log.BeginScope("in {Part}", t);
                    // longer and shorter than what a thread keeps room for
                    log.LogInformation("{Number} {Padding}", (t * 500) + i, new string('x', i % 100 == 0 ? 10_000 : i));
                }
            })));
        }

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1].Select(l => JsonNode.Parse(l)!).ToList();
        lines.Should().HaveCount(4000);
        lines.Select(l => int.Parse(((string)l["Message"]!).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).Order().Should().Equal(Enumerable.Range(0, 4000));
        lines.Should().OnlyContain(l => IsInItsScope(l));
    }

    [Fact]
    public void Setup_WhenTheFormatterIsUnknown_IsRefusedByName()
    {
        using var services = Services([("Logging:Console:FormatterName", "xml")], new MemoryStream());

        services.Invoking(s => s.GetRequiredService<ILoggerFactory>()).Should().Throw<OptionsValidationException>().WithMessage("*Logging:Console:FormatterName*'xml'*");
    }

    [Fact]
    public void Setup_WhenDone_LeavesNoSecondConsole()
    {
        using var services = Services([s_json], new MemoryStream());

        services.GetServices<ILoggerProvider>().Should().ContainSingle().Which.Should().NotBeOfType<ConsoleLoggerProvider>();
    }

    private static bool IsInItsScope(JsonNode line) =>
        int.Parse(((string)line["Message"]!).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) / 500 == int.Parse(line["Scopes"]![0]!["Part"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Logged((string Key, string? Value)[] settings, Action<ILogger> write, string category = "Audit.Sorting")
    {
        var output = new MemoryStream();
        using (var services = Services(settings, output))
        {
            write(services.GetRequiredService<ILoggerFactory>().CreateLogger(category));
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static ServiceProvider Services((string Key, string? Value)[] settings, Stream output)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
        return new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddBatchedConsole())
            .Replace(ServiceDescriptor.Singleton(_ => new LineWriter(output)))
            .BuildServiceProvider();
    }
}
