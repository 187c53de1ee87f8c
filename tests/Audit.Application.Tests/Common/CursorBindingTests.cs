using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.Common;

/// <summary>A cursor goes on in the list that it was given out for, and in no other.</summary>
public sealed class CursorBindingTests
{
    private static readonly ListIncidentsQuery[] s_incidents =
    [
        new(),
        new() { Status = ["open"] },
        new() { Status = ["closed"] },
        new() { Status = ["open", "closed"] },
        new() { Severity = ["high"] },
        new() { Severity = ["high", "low"] },
        new() { Assignee = ["usr_1"] },
        new() { Assignee = ["USR_1"] },
        new() { Assignee = ["usr_1", "usr_2"] },
        new() { Assignee = ["usr_1usr_2"] },
        new() { Assignee = ["me"] },
        new() { Assignee = ["none"] },
        new() { Assignee = ["open"] },
        new() { Assignee = ["high"] },
        new() { CreatedFrom = "2026-04-03" },
        new() { CreatedTo = "2026-04-03" },
        new() { UpdatedFrom = "2026-04-03" },
        new() { UpdatedTo = "2026-04-03" },
        new() { Search = "2026-04-03" },
        new() { Search = "x" },
        new() { Search = "X" },
        new() { Sort = "created_at" },
        new() { Sort = "created_at", Status = ["open"] },
    ];

    private static readonly ListAnomaliesQuery[] s_anomalies =
    [
        new(),
        new() { Status = ["open"] },
        new() { Severity = ["high"] },
        new() { Assignee = ["brute_force"] },
        new() { Assignee = ["24h"] },
        new() { Type = ["brute_force"] },
        new() { Type = ["Brute_Force"] },
        new() { Type = ["brute_force", "odd_hours"] },
        new() { Type = ["24h"] },
        new() { TimeRange = "24h" },
        new() { TimeRange = "7d" },
        new() { CreatedFrom = "2026-04-03" },
        new() { CreatedTo = "2026-04-03" },
        new() { UpdatedFrom = "2026-04-03" },
        new() { UpdatedTo = "2026-04-03" },
        new() { Search = "24h" },
        new() { Sort = "created_at" },
    ];

    [Fact]
    public async Task Validate_WhenTheCursorIsOfThisList_Passes()
    {
        foreach (var query in s_incidents)
        {
            new ListIncidentsValidator().Validate(query with { Cursor = await CursorOf(query) }).IsValid.Should().BeTrue();
        }

        foreach (var query in s_anomalies)
        {
            new ListAnomaliesValidator().Validate(query with { Cursor = await CursorOf(query) }).IsValid.Should().BeTrue();
        }
    }

    [Fact]
    public async Task Validate_WhenTheCursorIsOfOtherIncidents_IsFormat()
    {
        foreach (var one in s_incidents)
        {
            var cursor = await CursorOf(one);
            foreach (var other in s_incidents.Where(q => q != one))
            {
                new ListIncidentsValidator().Validate(other with { Cursor = cursor }).ShouldViolate("Cursor", "format");
            }
        }
    }

    [Fact]
    public async Task Validate_WhenTheCursorIsOfOtherAnomalies_IsFormat()
    {
        foreach (var one in s_anomalies)
        {
            var cursor = await CursorOf(one);
            foreach (var other in s_anomalies.Where(q => q != one))
            {
                new ListAnomaliesValidator().Validate(other with { Cursor = cursor }).ShouldViolate("Cursor", "format");
            }
        }
    }

    [Fact]
    public async Task Validate_WhenTheCursorIsOfTheOtherKindOfThing_IsFormat()
    {
        new ListAnomaliesValidator().Validate(new ListAnomaliesQuery { Cursor = await CursorOf(new ListIncidentsQuery()) }).ShouldViolate("Cursor", "format");
        new ListIncidentsValidator().Validate(new ListIncidentsQuery { Cursor = await CursorOf(new ListAnomaliesQuery()) }).ShouldViolate("Cursor", "format");
    }

    /// <summary>What selects the same things in the same order is the same list, and the part asked for is no filter.</summary>
    [Fact]
    public async Task Validate_WhenTheListIsTheSameInOtherWords_TakesTheCursor()
    {
        var cursor = await CursorOf(new ListAnomaliesQuery
        {
            Status = ["open", "resolved"],
            Severity = ["low", "high"],
            Assignee = ["a", "b"],
            Type = ["x", "y"],
            TimeRange = "24h",
            Search = "x",
        });

        var same = new ListAnomaliesQuery
        {
            Status = ["RESOLVED", "open", "open"],
            Severity = ["High", "Low"],
            Assignee = ["b", "a", "b"],
            Type = ["y", "x", "y"],
            TimeRange = " 24H ",
            Search = " x ",
            Sort = "-Created_At",
            Page = 2,
            PageSize = 7,
            Cursor = cursor,
        };

        new ListAnomaliesValidator().Validate(same).IsValid.Should().BeTrue();
    }

    private static async Task<string> CursorOf(ListIncidentsQuery query)
    {
        var dto = new IncidentDto { Id = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra", CreatedAt = Given.Start };
        var reader = new Mock<IIncidentReader>();
        reader.Setup(r => r.ListAsync(Given.Tenant, It.IsAny<ListFilter<IncidentStatus>>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Page<IncidentDto>([dto], 2, TotalIsLowerBound: false, HasNext: true));
        return (await new ListIncidentsHandler(reader.Object, Given.Caller()).Handle(query with { Cursor = "" }, CancellationToken.None)).NextCursor!;
    }

    private static async Task<string> CursorOf(ListAnomaliesQuery query)
    {
        var reader = new Mock<IAnomalyReader>();
        reader.Setup(r => r.ListAsync(Given.Tenant, It.IsAny<AnomalyFilter>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Page<AnomalyDto>([new AnomalyDto { Id = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra" }], 2, TotalIsLowerBound: false, HasNext: true));
        return (await new ListAnomaliesHandler(reader.Object, Given.Caller(), Given.Clock).Handle(query with { Cursor = "" }, CancellationToken.None)).NextCursor!;
    }
}
