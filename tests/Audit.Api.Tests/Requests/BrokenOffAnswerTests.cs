using System.Collections;
using System.Collections.Concurrent;
using System.Net;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace Audit.Api.Tests.Requests;

/// <summary>Answers that don't come to their end.</summary>
public sealed class BrokenOffAnswerTests
{
    private readonly string _tenant = Tenants.Fresh();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_WhenItFailsBeforeAnythingIsSent_IsAProblemAndNothingElse(bool onAConnection)
    {
        using var api = new AuditApi(services => services.AddScoped(_ => Reader(new BrokenList())));
        if (onAConnection)
        {
            api.UseKestrel(0);
        }

        using var analyst = api.Analyst(_tenant);

        using var response = await analyst.GetAsync(Paths.Incidents);

        await response.ProblemAsync(HttpStatusCode.InternalServerError, "error.internal");
    }

    [Fact]
    public async Task List_WhenTheCallerGoesAwayHalfway_HasItsLineInTheLogAndNoFault()
    {
        using var lines = new Lines();
        var large = Enumerable.Range(0, 100).Select(_ => Incident(new string('x', 10_000))).ToList();
        using var api = new AuditApi(
            services => services.AddScoped(_ => Reader(large)).AddSingleton<ILoggerProvider>(lines),
            ("Logging:LogLevel:Default", "Information"),
            ("Logging:Console:LogLevel:Default", "None"));
        using var analyst = api.Analyst(_tenant);

        // more than waits between server and client: the answer can't be through when it is given up
        using (await analyst.SendAsync(new HttpRequestMessage(HttpMethod.Get, Paths.Incidents), HttpCompletionOption.ResponseHeadersRead))
        {
            lines.All.Should().NotContain(l => l.Contains("answered", StringComparison.Ordinal));
        }

        await lines.Answered.WaitAsync(TimeSpan.FromSeconds(20));
        lines.All.Should().NotContain(l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    private static IncidentDto Incident(string description) => new()
    {
        Id = Paths.UnknownIncident,
        TenantId = "t",
        Title = "t",
        Description = description,
        Severity = Severity.High,
        Status = IncidentStatus.Open,
    };

    private static IIncidentReader Reader(IReadOnlyList<IncidentDto> items)
    {
        var reader = new Mock<IIncidentReader>();
        reader.Setup(r => r.ListAsync(It.IsAny<string>(), It.IsAny<ListFilter<IncidentStatus>>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Page<IncidentDto>(items, 2, TotalIsLowerBound: false, HasNext: false));
        return reader.Object;
    }

    /// <summary>Fails behind its first member.</summary>
    private sealed class BrokenList : IReadOnlyList<IncidentDto>
    {
        public int Count => 2;

        public IncidentDto this[int index] => index == 0 ? Incident("d") : throw new NotSupportedException();

        public IEnumerator<IncidentDto> GetEnumerator()
        {
            yield return this[0];
            yield return this[1];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>What is logged, with its level in front.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> All { get; } = [];

        public Task Answered => _answered.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            All.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
            if (All.Last().Contains(" answered ", StringComparison.Ordinal))
            {
                _answered.TrySetResult();
            }
        }

        public void Dispose()
        {
            // holds nothing
        }
    }
}
