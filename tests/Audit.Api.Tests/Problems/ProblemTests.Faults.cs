using System.Net;
using Audit.Api.Tests.Processes;
using Audit.Api.Tests.Requests;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Audit.Trials.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Audit.Api.Tests.Problems;

/// <summary>Faults of the service's own and of its store, provoked for real where that is certain to work.</summary>
public sealed class ProblemFaultsTests : IDisposable
{
    private const string Secret = "SELECT * FROM incidents WHERE tenant_id = 'tnt_secret' in /var/lib/audit/audit.db with Bearer eyJhbGciOiJIUzI1NiJ9.e30.sig";
    private readonly string _tenant = Tenants.Fresh();
    private readonly TemporaryFolder _folder = new();
    private string File => _folder.File("audit.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_OfOurOwn_TellsNothingOfItself(bool inDevelopment)
    {
        using var api = inDevelopment
            ? new AuditApi(services => services.AddScoped(_ => ReaderThatThrows(new InvalidOperationException(Secret, new NotSupportedException(Secret)))))
            : Production.Start(services => services.AddScoped(_ => ReaderThatThrows(new InvalidOperationException(Secret, new NotSupportedException(Secret)))));
        using var analyst = api.Analyst(_tenant);

        foreach (var path in new[] { Paths.Incident(Paths.UnknownIncident), Paths.Incidents })
        {
            foreach (var accept in new[] { "application/json", "text/html" })
            {
                using var response = await analyst.CallAsync("GET", path, null, ("Accept", accept));

                var problem = await response.ProblemAsync(HttpStatusCode.InternalServerError, "error.internal");
                var all = problem.ToJsonString() + response.Headers;
                all.Should().NotContainAny("SELECT", "tnt_secret", "/var/lib", "audit.db", "eyJ", "Exception", "   at ", "Audit.Application", ".cs");
                ((string)problem["detail"]!).Should().Be("The service could not process the request because of a fault of its own.");
                problem.Members().Should().NotContain("retry_after");
                response.Header("Retry-After").Should().BeNull();
            }
        }
    }

    [Theory]
    [InlineData("en", "Internal server error", "The service could not process the request because of a fault of its own.")]
    [InlineData("zh", "服务内部错误", "服务自身发生故障，未能处理该请求。")]
    public async Task Fault_OfOurOwn_IsToldInTheCallersLanguage(string language, string title, string detail)
    {
        using var api = new AuditApi(services => services.AddScoped(_ => ReaderThatThrows(new NotSupportedException())));
        using var analyst = api.Analyst(_tenant);

        using var response = await analyst.CallAsync("GET", Paths.Incidents, null, ("Accept-Language", language));

        var problem = await response.ProblemAsync(HttpStatusCode.InternalServerError, "error.internal");
        ((string)problem["title"]!).Should().Be(title);
        ((string)problem["detail"]!).Should().Be(detail);
        ((int)problem["code"]!).Should().Be(30109001);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(8, true)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(13, true)]
    [InlineData(14, true)]
    [InlineData(19, false)]
    [InlineData(26, true)]
    public async Task Fault_OfTheStore_IsOneThatPassesWhereItIsNotOurs(int sqliteError, bool passes)
    {
        foreach (var exception in new Exception[] { new SqliteException(Secret, sqliteError), new InvalidOperationException(Secret, new SqliteException(Secret, sqliteError)) })
        {
            using var api = new AuditApi(services => services.AddScoped(_ => ReaderThatThrows(exception)));
            using var analyst = api.Analyst(_tenant);

            using var response = await analyst.GetAsync(Paths.Incidents);

            if (passes)
            {
                await ShouldBeUnavailable(response);
            }
            else
            {
                await response.ProblemAsync(HttpStatusCode.InternalServerError, "error.internal");
            }

            (await response.Content.ReadAsStringAsync()).Should().NotContainAny("SELECT", "/var/lib", "eyJ", "SQLite");
        }
    }

    [Theory]
    [InlineData("en", "Service temporarily unavailable", "The stored data cannot be read or written at the moment.")]
    [InlineData("zh", "服务暂时不可用", "当前无法读写存储的数据。")]
    public async Task Fault_OfTheStore_IsToldInTheCallersLanguage(string language, string title, string detail)
    {
        using var api = new AuditApi(services => services.AddScoped(_ => ReaderThatThrows(new SqliteException("", 14))));
        using var analyst = api.Analyst(_tenant);

        using var response = await analyst.CallAsync("GET", Paths.Incidents, null, ("Accept-Language", language));

        var problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "error.store_unavailable");
        ((string)problem["title"]!).Should().Be(title);
        ((string)problem["detail"]!).Should().Be(detail);
        ((int)problem["code"]!).Should().Be(30109002);
    }

    [Fact]
    public async Task Store_WhenItsFileIsReplacedByGarbage_IsUnavailableUntilItIsBack()
    {
        using var api = new AuditApi(null, ("ConnectionStrings:Audit", "Data Source=" + File));
        using var analyst = api.Analyst(_tenant);
        await api.GivenIncident(_tenant);
        // what is still in the log would be found there, whatever the file is
        await EmptyLogAsync();
        LetGo();
        System.IO.File.Move(File, _folder.File("kept.db"));
        await System.IO.File.WriteAllTextAsync(File, string.Concat(Enumerable.Repeat("this is no database. ", 1000)));

        using var read = await analyst.GetAsync(Paths.Incidents);
        using var written = await analyst.OpenAsync(new { title = "t", severity = "low" });
        using var ready = await analyst.GetAsync("/health/ready");
        using var live = await analyst.GetAsync("/health/live");
        LetGo();
        System.IO.File.Move(_folder.File("kept.db"), File, overwrite: true);

        await ShouldBeUnavailable(read);
        await ShouldBeUnavailable(written);
        await ShouldBeUnavailable(ready);
        live.StatusCode.Should().Be(HttpStatusCode.OK);
        await UntilItIsThereAsync(analyst);
        // often enough for every pooled connection to have its turn
        for (var i = 0; i < 20; i++)
        {
            (await analyst.ListAsync()).Ids().Should().ContainSingle();
        }
    }

    /// <summary>What was found wrong is looked at again half a second later.</summary>
    private static async Task UntilItIsThereAsync(HttpClient analyst)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        HttpStatusCode status;
        do
        {
            using var response = await analyst.GetAsync(Paths.Incidents, patience.Token);
            status = response.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }

    [Fact]
    public async Task Store_WhenItsFolderIsGone_IsUnavailable()
    {
        using var folder = new TemporaryFolder();
        var inside = Directory.CreateDirectory(folder.File("inside")).FullName;
        using var api = new AuditApi(null, ("ConnectionStrings:Audit", "Data Source=" + Path.Combine(inside, "audit.db")));
        using var analyst = api.Analyst(_tenant);
        await api.GivenIncident(_tenant);
        LetGo();
        Directory.Delete(inside, recursive: true);

        using var read = await analyst.GetAsync(Paths.Incidents);
        using var ready = await analyst.GetAsync("/health/ready");

        await ShouldBeUnavailable(read);
        await ShouldBeUnavailable(ready);
    }

    [Fact]
    public async Task Store_WhenItMayOnlyBeRead_AnswersReadsAndIsUnavailableToWrites()
    {
        using (var writer = new AuditApi(null, ("ConnectionStrings:Audit", "Data Source=" + File)))
        {
            await writer.GivenIncident(_tenant);
        }

        using var api = new AuditApi(null, ("ConnectionStrings:Audit", $"Data Source={File};Mode=ReadOnly"), ("Database:MigrateAtStart", "false"));
        using var analyst = api.Analyst(_tenant);

        using var read = await analyst.GetAsync(Paths.Incidents);
        using var written = await analyst.OpenAsync(new { title = "t", severity = "low" });

        (await read.JsonAsync()).Ids().Should().ContainSingle();
        await ShouldBeUnavailable(written);
    }

    [Fact]
    public async Task Store_WhenAnotherProcessHoldsIt_AnswersReadsAndIsUnavailableToWritesUntilItIsFree()
    {
        using var api = new AuditApi(null, ("ConnectionStrings:Audit", "Data Source=" + File));
        using var analyst = api.Analyst(_tenant);
        await api.GivenIncident(_tenant);
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        var held = other.BeginTransaction(deferred: false);

        using var read = await analyst.GetAsync(Paths.Incidents);
        using var written = await analyst.OpenAsync(new { title = "t", severity = "low" });
        held.Rollback();
        using var again = await analyst.OpenAsync(new { title = "t", severity = "low" });

        read.StatusCode.Should().Be(HttpStatusCode.OK);
        await ShouldBeUnavailable(written);
        again.StatusCode.Should().Be(HttpStatusCode.Created);
        StoreFile.History(File, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Caller_WhoLeaves_EndsTheWorkAndNothingElse()
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = new Mock<IIncidentReader>();
        reader.Setup(r => r.FindAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(async (string _, string _, CancellationToken cancellationToken) =>
            {
                reading.SetResult();
                using var registration = cancellationToken.Register(ended.SetResult);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            });
        using var api = new AuditApi(services => services.AddScoped(_ => reader.Object));
        using var analyst = api.Analyst(_tenant);
        using var leaving = new CancellationTokenSource();

        var call = analyst.GetAsync(Paths.Incident(Paths.UnknownIncident), leaving.Token);
        await reading.Task;
        await leaving.CancelAsync();

        await call.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
        await ended.Task;
        using var next = await analyst.OpenAsync(new { title = "t", severity = "low" });
        next.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Timeout_OfOurOwn_IsAFaultAndNotTheCallersLeaving()
    {
        using var api = new AuditApi(services => services.AddScoped(_ => ReaderThatThrows(new TaskCanceledException(Secret))));
        using var analyst = api.Analyst(_tenant);

        using var response = await analyst.GetAsync(Paths.Incidents);

        await response.ProblemAsync(HttpStatusCode.InternalServerError, "error.internal");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Value_OfABrokenField_IsShownInDevelopmentOnly(bool inDevelopment)
    {
        using var api = inDevelopment ? new AuditApi() : Production.Start(_ => { });
        using var analyst = api.Analyst(_tenant);
        var title = "my-secret-" + new string('x', 200);

        using var response = await analyst.OpenAsync(new { title, severity = "low", related_evidence_ids = new[] { "my-secret", "my-secret" } });

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request");
        problem.Broken().Should().BeEquivalentTo("title:max_length", "related_evidence_ids[1]:duplicate");
        if (inDevelopment)
        {
            problem["errors"]!.AsArray().Select(e => (string?)e!["value"]).Should().BeEquivalentTo(title, "my-secret");
        }
        else
        {
            problem.ToJsonString().Should().NotContain("my-secret").And.NotContain("\"value\"");
        }
    }

    private static IIncidentReader ReaderThatThrows(Exception exception)
    {
        var reader = new Mock<IIncidentReader>();
        reader.Setup(r => r.FindAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).Throws(exception);
        reader.Setup(r => r.ListAsync(It.IsAny<string>(), It.IsAny<ListFilter<IncidentStatus>>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(exception);
        return reader.Object;
    }

    private static async Task ShouldBeUnavailable(HttpResponseMessage response)
    {
        var problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "error.store_unavailable");
        ((int)problem["retry_after"]!).Should().BePositive();
        response.Header("Retry-After").Should().Be(problem["retry_after"]!.ToJsonString());
    }

    /// <summary>Idle connections hold the old file open, wherever it has gone.</summary>
    private static void LetGo() => SqliteConnection.ClearAllPools();

    private async Task EmptyLogAsync()
    {
        await using var connection = new SqliteConnection("Data Source=" + File);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
    }
}
