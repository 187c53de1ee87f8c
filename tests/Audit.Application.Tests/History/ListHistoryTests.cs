using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Common;
using Audit.Domain.History;
using Moq;

namespace Audit.Application.Tests.History;

/// <summary>A tenant's history, and that of one thing.</summary>
public sealed class ListHistoryTests
{
    private const string IncidentId = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private const string AnomalyId = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra";

    private readonly Mock<IHistoryReader> _history = new(MockBehavior.Strict);
    private readonly List<string> _calls = [];

    [Theory]
    [InlineData(1, 100, new[] { 1L, 2, 3 }, 3, false)]
    [InlineData(1, 2, new[] { 1L, 2 }, 3, true)]
    [InlineData(3, 2, new[] { 3L }, 3, false)]
    [InlineData(4, 2, new long[0], 3, false)]
    [InlineData(2, 100, new[] { 2L, 3 }, 3, false)]
    [InlineData(1, 1000, new long[0], 0, false)]
    [InlineData(1, 100, new[] { 1L, 2 }, 3, true)]
    [InlineData(long.MaxValue, 1000, new long[0], 3, false)]
    public async Task Handle_WhenAsked_SaysThePartTheLengthAndWhetherMoreFollow(long from, int limit, long[] sequences, long length, bool hasNext)
    {
        HistoryEntryDto[] entries = [.. sequences.Select(s => new HistoryEntryDto { Sequence = s })];
        _history.Setup(h => h.ListAsync(Given.Tenant, from, limit, It.IsAny<CancellationToken>())).Callback(() => _calls.Add("list")).ReturnsAsync(entries);
        _history.Setup(h => h.EndAsync(Given.Tenant, It.IsAny<CancellationToken>())).Callback(() => _calls.Add("end")).ReturnsAsync(new ChainEnd(Given.Tenant, length, ""));

        var list = await new ListHistoryHandler(_history.Object, Given.Caller()).Handle(new ListHistoryQuery(from, limit), CancellationToken.None);

        list.Part.Items.Should().Equal(entries);
        list.Part.Total.Should().Be(length);
        list.Part.TotalIsLowerBound.Should().BeFalse();
        list.Part.HasNext.Should().Be(hasNext);
        (list.Request.Number, list.Request.Size, list.Request.Walk).Should().Be((1, limit, true));
        (list.Request.After is not null).Should().Be(from > 1, "others come before");
        list.NextCursor.Should().BeNull();
        _calls.Should().Equal("list", "end");
    }

    [Theory]
    [InlineData(SubjectType.Incident)]
    [InlineData(SubjectType.Anomaly)]
    public async Task Handle_WhenAThingHasAHistory_AnswersThePart(SubjectType type)
    {
        var page = new Page<HistoryEntryDto>([], 3, TotalIsLowerBound: false, HasNext: false);
        About(type, page);

        var list = await Timeline(type);

        list.Part.Should().BeSameAs(page);
        list.Request.Should().Be(PageRequest.ByPage(9, 50));
    }

    [Theory]
    [InlineData(SubjectType.Incident, "error.incident_not_found")]
    [InlineData(SubjectType.Anomaly, "error.anomaly_not_found")]
    public async Task Handle_WhenTheTenantHasNoSuchThing_SaysSo(SubjectType type, string key)
    {
        About(type, Page<HistoryEntryDto>.Empty);

        var refusal = (await this.Awaiting(t => t.Timeline(type)).Should().ThrowExactlyAsync<NotFoundException>()).Which;

        refusal.Key.Should().Be(key);
        refusal.Args["id"].Should().Be(IdOf(type));
    }

    [Theory]
    [InlineData(SubjectType.Incident, AnomalyId, "error.incident_not_found")]
    [InlineData(SubjectType.Anomaly, IncidentId, "error.anomaly_not_found")]
    [InlineData(SubjectType.Incident, "inc_01K5M8Z0C2E9V7Q4T6X8Y1W3RA", "error.incident_not_found")]
    [InlineData(SubjectType.Anomaly, "", "error.anomaly_not_found")]
    public async Task Handle_WhenItCannotBeAnIdOfThatKind_SaysSoWithoutAsking(SubjectType type, string id, string key)
    {
        var refusal = (await this.Awaiting(t => t.Timeline(type, id)).Should().ThrowExactlyAsync<NotFoundException>()).Which;

        refusal.Key.Should().Be(key);
        refusal.Args["id"].Should().Be(id);
        _history.VerifyNoOtherCalls();
    }

    [Fact]
    public void Validate_WhenThePartIsNone_IsRange()
    {
        var list = new ListHistoryValidator();
        list.Validate(new ListHistoryQuery(1, 1)).IsValid.Should().BeTrue();
        list.Validate(new ListHistoryQuery(long.MaxValue, 1000)).IsValid.Should().BeTrue();
        list.Validate(new ListHistoryQuery(0, 1)).ShouldViolate("FromSequence", "range", ("min", 1L), ("max", long.MaxValue));
        list.Validate(new ListHistoryQuery(1, 0)).ShouldViolate("Limit", "range", ("min", 1), ("max", 1000));
        list.Validate(new ListHistoryQuery(1, 1001)).ShouldViolate("Limit", "range", ("min", 1), ("max", 1000));

        var timeline = new GetTimelineValidator();
        timeline.Validate(new GetTimelineQuery(SubjectType.Incident, "x", 1, 100)).IsValid.Should().BeTrue();
        timeline.Validate(new GetTimelineQuery(SubjectType.Incident, "x", 0, 101)).Violations().Should().Equal(("Page", "range"), ("PageSize", "range"));
    }

    [Fact]
    public void ToDto_WhenNothingIsEmpty_CarriesEveryMember()
    {
        var kept = new KeptHistory();
        var incident = kept.Opened();
        incident.MoveTo(Domain.Incidents.IncidentStatus.Resolved, new(Note: "why"), new Actor("usr_1", "Li Si", "tnt_home"), Given.Start);
        kept.Save(incident);
        kept.Set(2, nameof(HistoryEntry.NoteSha256), "n");
        kept.Set(2, nameof(HistoryEntry.ActorNameSha256), "a");
        var entry = kept.Rows[1];

        var dto = HistoryProfile.ToDto.Compile()(entry);

        dto.ShouldBeFilled();
        dto.Should().BeEquivalentTo(entry, o => o.ExcludingMissingMembers());
        dto.Should().BeEquivalentTo(new { Sequence = 2L, SubjectType = "incident", SubjectId = incident.Id, Action = "status_changed", From = "open", To = "resolved", Note = "why", NoteSha256 = "n", ActorNameSha256 = "a" });
        Given.Mapper.Map<HistoryEntryDto>(entry).Should().BeEquivalentTo(dto);
    }

    private static string IdOf(SubjectType type) => type == SubjectType.Incident ? IncidentId : AnomalyId;

    private void About(SubjectType type, Page<HistoryEntryDto> page) =>
        _history.Setup(h => h.ListAboutAsync(Given.Tenant, type, IdOf(type), PageRequest.ByPage(9, 50), It.IsAny<CancellationToken>())).ReturnsAsync(page);

    private Task<ListPart<HistoryEntryDto>> Timeline(SubjectType type, string? id = null) =>
        new GetTimelineHandler(_history.Object, Given.Caller()).Handle(new GetTimelineQuery(type, id ?? IdOf(type), 9, 50), CancellationToken.None);
}
