using System.Net;

namespace Audit.Client.Tests;

[Collection(nameof(RunningAudit))]
public sealed class OperationTests(RunningAudit service) : IAsyncLifetime
{
    private readonly Wire _wire = new();
    private AuditClient _audit = null!;

    public async Task InitializeAsync() => _audit = await service.ClientAsync(_wire);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Incident_WhenOpened_IsFoundWorkedAndClosed()
    {
        var created = await _audit.Incidents.CreateAsync(new() { Title = "Export by usr_7 大量导出", Severity = Severity.Low });
        var id = created.Data.Id;
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        created.ETag.Should().Be($"\"{created.Data.Version}\"");
        created.Headers!.Location.Should().Be($"/admin/audit/incidents/{id}");

        var found = await _audit.Incidents.ListAsync(new() { Status = [IncidentStatus.Open, IncidentStatus.Investigating], Severity = [Severity.Low], Search = "usr_7 大量", PageSize = 5 });
        found.Items.Select(i => i.Id).Should().Equal(id);
        found.Pagination.PageSize.Should().Be(5);

        await _audit.Incidents.UpdateAsync(id, new() { Description = "多账户共用同一设备指纹", Severity = Severity.Critical });
        (await _audit.Incidents.AssignAsync(id, new() { Assignee = "analyst-002" })).Data.Assignee.Should().Be("analyst-002");
        (await _audit.Incidents.AssignAsync(id, new() { Assignee = null })).Data.Assignee.Should().BeNull();
        await _audit.Incidents.AddCommentAsync(id, new() { Content = "Called the user." });
        await _audit.Incidents.UpdateStatusAsync(id, new() { Status = IncidentStatus.Resolved, Resolution = Resolution.TruePositive, ResolutionNote = "A backup" });
        await _audit.Incidents.UpdateStatusAsync(id, new() { Status = IncidentStatus.Closed });

        var closed = (await _audit.Incidents.GetAsync(id)).Data;
        closed.Status.Should().Be(IncidentStatus.Closed);
        closed.Resolution.Should().Be(Resolution.TruePositive);
        closed.Description.Should().Be("多账户共用同一设备指纹");
        closed.Comments.Should().ContainSingle().Which.Content.Should().Be("Called the user.");
        var timeline = await _audit.Incidents.GetTimelineAsync(id, new() { PageSize = 100 });
        timeline.Items.Select(e => e.Action).Distinct().Should().BeEquivalentTo([HistoryAction.Created, HistoryAction.Updated, HistoryAction.Assigned, HistoryAction.Commented, HistoryAction.StatusChanged]);
        timeline.Items.Should().OnlyContain(e => e.SubjectId == id);
    }

    [Fact]
    public async Task Description_WhenSetToNull_IsRemoved()
    {
        var id = (await _audit.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Low, Description = "D" })).Data.Id;

        (await _audit.Incidents.UpdateAsync(id, new() { Title = "U" })).Data.Description.Should().Be("D");
        (await _audit.Incidents.UpdateAsync(id, new() { Description = null })).Data.Description.Should().BeNull();
    }

    [Fact]
    public async Task Anomaly_WhenReported_IsReviewedLinkedAndEscalated()
    {
        var id = await ReportAsync();
        (await _audit.Anomalies.GetAsync(id)).Data.Status.Should().Be(AnomalyStatus.Open);
        await _audit.Anomalies.UpdateStatusAsync(id, new() { Status = AcceptedAnomalyStatus.Acknowledged });
        await _audit.Anomalies.AssignAsync(id, new() { Assignee = "analyst-001" });
        await _audit.Anomalies.AddCommentAsync(id, new() { Content = "Same network as yesterday." });
        (await _audit.Anomalies.LinkAsync(id, new() { CaseId = await OpenAsync() })).ETag.Should().NotBeNull();

        var other = await ReportAsync();
        var escalated = await _audit.Anomalies.EscalateAsync(other);
        escalated.StatusCode.Should().Be(HttpStatusCode.Created);
        escalated.Data.SourceAnomalyIds.Should().Equal(other);

        (await _audit.Anomalies.ListRelatedAsync(id)).Items.Select(a => a.Id).Should().Equal(other);
        (await _audit.Anomalies.GetHistoryAsync(id)).Total.Should().BeGreaterThanOrEqualTo(4);
        (await _audit.Anomalies.ListAsync(new() { Assignee = ["me"], TimeRange = TimeRange.Last1h, Sort = SortOrder.SeverityDescending })).Items.Select(a => a.Id).Should().Equal(id);
    }

    [Fact]
    public async Task Batch_WhenSentAgain_KeepsItsOrderAndMakesNothingNew()
    {
        ReportAnomalyRequest[] reports = [Report("a"), Report("b"), Report("a")];

        var answer = await _audit.Detections.ReportAnomaliesAsync(reports);
        answer.Items.Select(i => i.ExternalId).Should().Equal("a", "b", "a");
        answer.Created.Should().Be(2);
        (await _audit.Detections.ReportAnomaliesAsync(reports)).Created.Should().Be(0);
    }

    [Fact]
    public async Task BulkChange_WhenOneIsNotThere_SaysWhatBecameOfEach()
    {
        var answer = await _audit.Incidents.ChangeManyAsync(new() { Ids = [await OpenAsync(), "inc_00000000000000000000000000"], Status = IncidentStatus.Investigating });
        answer.Results.Select(r => r.Ok).Should().Equal(true, false);
        answer.Results[1].Problem!.Status.Should().Be(404);

        var anomaly = await ReportAsync();
        (await _audit.Anomalies.ChangeManyAsync(new() { Ids = [anomaly], Assignee = "analyst-003" })).Results.Should().ContainSingle().Which.Ok.Should().BeTrue();
        await _audit.Anomalies.ChangeManyAsync(new() { Ids = [anomaly], Assignee = null });
        (await _audit.Anomalies.GetAsync(anomaly)).Data.Assignee.Should().BeNull();
    }

    [Fact]
    public async Task History_WhenVerified_IsWholeAndEndsAsItDid()
    {
        await OpenAsync();
        var entries = (await _audit.History.ListAsync(new() { Limit = 1000 })).Items;

        var data = (await _audit.History.VerifyAsync(new() { ExpectedSequence = entries[^1].Sequence, ExpectedHash = entries[^1].Hash })).Data;

        data.Valid.Should().BeTrue();
        data.Checked.Should().BeGreaterThanOrEqualTo(entries.Count);
    }

    [Fact]
    public async Task Statistics_WhenAskedFor_CountAndNameTheCaller()
    {
        await OpenAsync();
        (await _audit.Incidents.GetStatsAsync(new() { From = "2020-01-01" })).Data.BySeverity["high"].Should().BePositive();
        (await _audit.Anomalies.GetStatsAsync()).Data.TimeTo.Should().NotBeNull();
        (await _audit.Me.GetAsync()).Data.Permissions.Should().Equal(Permission.Read, Permission.Write, Permission.Report);
    }

    [Fact]
    public async Task Walk_ByCursor_MeetsEverythingOnce()
    {
        List<string> made = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        List<string> met = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = await _audit.Incidents.ListAsync(new() { Cursor = cursor, PageSize = 2 });
            met.AddRange(page.Items.Select(i => i.Id));
            cursor = page.Pagination.NextCursor;
        }

        met.Should().BeEquivalentTo(made);
    }

    [Fact]
    public async Task Operations_OfTheDocument_AreAllCalled()
    {
        await Incident_WhenOpened_IsFoundWorkedAndClosed();
        await Anomaly_WhenReported_IsReviewedLinkedAndEscalated();
        await Batch_WhenSentAgain_KeepsItsOrderAndMakesNothingNew();
        await BulkChange_WhenOneIsNotThere_SaysWhatBecameOfEach();
        await History_WhenVerified_IsWholeAndEndsAsItDid();
        await Statistics_WhenAskedFor_CountAndNameTheCaller();

        _wire.Received.Where(r => r.Succeeded).Select(Operations.Of).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(Operations.All);
    }

    private static ReportAnomalyRequest Report(string? externalId = null) =>
        new() { Type = "brute_force", Severity = Severity.High, Description = "17 failures in 60 s", UserId = "usr_1", ExternalId = externalId };

    private async Task<string> OpenAsync() => (await _audit.Incidents.CreateAsync(new() { Title = "Brute force", Severity = Severity.High })).Data.Id;

    private async Task<string> ReportAsync() => (await _audit.Detections.ReportAnomalyAsync(Report())).Data.Id;
}
