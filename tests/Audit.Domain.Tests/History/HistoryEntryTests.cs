using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Domain.Tests.History;

public sealed class HistoryEntryTests
{
    private const string TraceId = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly Subject s_incident = new("tnt_abc123", SubjectType.Incident, "inc_01k5m8z0c2e9v7q4t6x8y1w3ra");
    private static readonly DateTimeOffset s_noon = new(2026, 4, 3, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_WhenMade_HasNoPlaceInAChainYet()
    {
        var entry = HistoryEntry.Of(s_incident, HistoryAction.Created, new Actor("usr_1"), s_noon);

        entry.Sequence.Should().Be(0);
        entry.PreviousHash.Should().BeEmpty();
        entry.Hash.Should().BeEmpty();
        entry.RequestId.Should().BeEmpty();
        entry.TraceId.Should().BeEmpty();
        entry.NoteSha256.Should().BeNull();
        entry.ActorNameSha256.Should().BeNull();
    }

    [Theory]
    [InlineData(HistoryAction.Created, "created")]
    [InlineData(HistoryAction.StatusChanged, "status_changed")]
    [InlineData(HistoryAction.Assigned, "assigned")]
    [InlineData(HistoryAction.Updated, "updated")]
    [InlineData(HistoryAction.Commented, "commented")]
    [InlineData(HistoryAction.Linked, "linked")]
    [InlineData(HistoryAction.Escalated, "escalated")]
    public void Of_WhenMade_KeepsTheNamesOfTheWire(HistoryAction action, string name)
    {
        var entry = HistoryEntry.Of(s_incident with { Type = SubjectType.Anomaly }, action, new Actor("usr_1"), s_noon);

        entry.Action.Should().Be(name);
        entry.SubjectType.Should().Be("anomaly");
    }

    [Fact]
    public void Start_WhenAChainIsEmpty_IsSequence0And64Zeros()
    {
        var start = ChainEnd.Start("tnt_abc123");

        start.Sequence.Should().Be(0);
        start.Hash.Should().Be("0000000000000000000000000000000000000000000000000000000000000000");
        start.TenantId.Should().Be("tnt_abc123");
    }

    [Fact]
    public void Seal_WhenTheChainGoesOn_TakesTheNextPlaceAndReturnsTheNewEnd()
    {
        var entry = HistoryEntry.Of(s_incident, HistoryAction.Created, new Actor("usr_1"), s_noon);

        var end = entry.Seal(new ChainEnd("tnt_abc123", 41, new string('a', 64)), "req_1", TraceId);

        entry.Sequence.Should().Be(42);
        entry.PreviousHash.Should().Be(new string('a', 64));
        entry.RequestId.Should().Be("req_1");
        entry.TraceId.Should().Be(TraceId);
        entry.Hash.Should().HaveLength(64).And.Be(CanonicalEntry.HashOf(entry));
        end.Should().Be(new ChainEnd("tnt_abc123", 42, entry.Hash));
    }

    /// <summary>The hashes were computed with Python's json and hashlib.</summary>
    [Fact]
    public void Seal_WhenThreeFollowOneAnother_ChainsThemByTheirHashes()
    {
        var entries = new[]
        {
            HistoryEntry.Of(s_incident, HistoryAction.Created, new Actor("usr_1"), s_noon.AddMinutes(1), to: "open"),
            HistoryEntry.Of(s_incident, HistoryAction.Assigned, new Actor("usr_1"), s_noon.AddMinutes(2), to: "usr_2"),
            HistoryEntry.Of(s_incident, HistoryAction.StatusChanged, new Actor("usr_1"), s_noon.AddMinutes(3), "open", "resolved"),
        };

        var end = entries.Aggregate(ChainEnd.Start("tnt_abc123"), (previous, entry) => entry.Seal(previous, "req_1", TraceId));

        entries.Select(e => e.Sequence).Should().Equal(1, 2, 3);
        entries.Select(e => e.Hash).Should().Equal(
            "3e2e50e64c807ad9f8b500e4832f9248d6c6928ea33fd6cbbf29e25533e18f2c",
            "28cf3e027b365d2207ba99e36a74d68e3807479b1ebcfb20d9f4a4cc006b8919",
            "ea2cc2ed6a065af69af1ed5ca71438097e6bae7f2931df03cea246a851b78fed");
        entries.Select(e => e.PreviousHash).Should().Equal(ChainEnd.Start("tnt_abc123").Hash, entries[0].Hash, entries[1].Hash);
        end.Should().Be(new ChainEnd("tnt_abc123", 3, entries[2].Hash));
    }

    [Fact]
    public void Seal_WhenSealedAlready_ThrowsAndChangesNothing()
    {
        var entry = HistoryEntry.Of(s_incident, HistoryAction.Created, new Actor("usr_1"), s_noon);
        var end = entry.Seal(ChainEnd.Start("tnt_abc123"), "req_1", TraceId);
        var before = Given.StateOf(entry);

        entry.Invoking(e => e.Seal(end, "req_2", TraceId)).Should().ThrowExactly<InvalidOperationException>();

        Given.StateOf(entry).Should().Be(before);
    }

    [Theory]
    [InlineData("tnt_other")]
    [InlineData("TNT_ABC123")]
    [InlineData("tnt_abc123 ")]
    public void Seal_WhenTheChainIsAnotherTenants_ThrowsAndChangesNothing(string tenantId)
    {
        var entry = HistoryEntry.Of(s_incident, HistoryAction.Created, new Actor("usr_1"), s_noon);
        var before = Given.StateOf(entry);

        entry.Invoking(e => e.Seal(ChainEnd.Start(tenantId), "req_1", TraceId)).Should().ThrowExactly<InvalidOperationException>();

        Given.StateOf(entry).Should().Be(before);
    }
}
