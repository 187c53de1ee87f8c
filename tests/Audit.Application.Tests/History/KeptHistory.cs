using System.Reflection;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.History;

/// <summary>A tenant's history as a store keeps it, with the things it is about, to be written and then tampered with.</summary>
internal sealed class KeptHistory
{
    private readonly Mock<IHistoryReader> _reader = new(MockBehavior.Strict);

    public KeptHistory()
    {
        _reader.Setup(r => r.EndAsync(Given.Tenant, It.IsAny<CancellationToken>())).Callback(Others).ReturnsAsync(() => End);
        _reader.Setup(r => r.ReadStored(Given.Tenant, It.IsAny<long>(), It.IsAny<int>())).Returns((string _, long from, int count) => ReadAsync(from, count));
        _reader.Setup(r => r.StatusesAsync(Given.Tenant, It.IsAny<SubjectType>(), It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).Callback(Others)
            .ReturnsAsync((string _, SubjectType type, IReadOnlyList<string> ids, CancellationToken _) =>
                Statuses.Where(s => s.Key.Type == type && ids.Contains(s.Key.Id, StringComparer.Ordinal)).ToDictionary(s => s.Key.Id, s => s.Value, StringComparer.Ordinal));
        _reader.Setup(r => r.LastMovesAsync(Given.Tenant, It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).Callback(Others)
            .ReturnsAsync((string _, IReadOnlyList<string> ids, CancellationToken _) =>
            {
                MovesAsked.Add(ids);
                return Rows.Where(e => e.Action == "status_changed" && ids.Contains(e.SubjectId, StringComparer.Ordinal))
                    .GroupBy(e => e.SubjectId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(e => e.Sequence), StringComparer.Ordinal);
            });
        _reader.Setup(r => r.FindWithoutHistoryAsync(Given.Tenant, It.IsAny<CancellationToken>())).Callback(Others)
            .ReturnsAsync(() => Statuses.Keys.FirstOrDefault(k => !Rows.Exists(e => e.SubjectId == k.Id && e.SubjectType == WireName.Of(k.Type))).Id);
    }

    public List<HistoryEntry> Rows { get; } = [];

    /// <summary>The end of the chain as its writers know it.</summary>
    public ChainEnd End { get; set; } = ChainEnd.Start(Given.Tenant);

    /// <summary>The things by their present status.</summary>
    public Dictionary<(SubjectType Type, string Id), string> Statuses { get; } = [];

    /// <summary>What was read: from which sequence on, and how many at the most.</summary>
    public List<(long From, int Count)> Reads { get; } = [];

    /// <summary>The things whose last moves were asked for, question by question.</summary>
    public List<IReadOnlyList<string>> MovesAsked { get; } = [];

    /// <summary>What others do before each answer of the store, and before each entry of it.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>An open incident, its entry and what follows.</summary>
    public Incident Opened()
    {
        var incident = Incident.Open(Given.Tenant, new NewIncident("t", Severity.High, null, null, [], []), Given.Analyst, Given.Start);
        Save(incident);
        return incident;
    }

    public Anomaly Reported()
    {
        var anomaly = Anomaly.Report(Given.Tenant, new NewAnomaly("x", Severity.High, "d", Given.Start, null, null, null, []), Given.Detector, Given.Start);
        Save(anomaly);
        return anomaly;
    }

    /// <summary>A history of that many entries, all about one incident.</summary>
    public KeptHistory OfLength(int length)
    {
        var incident = Opened();
        for (var i = 1; i < length; i++)
        {
            incident.MoveTo(i % 2 == 1 ? IncidentStatus.Investigating : IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Start);
            Save(incident);
        }

        return this;
    }

    /// <summary>Appends what happened to it, as a unit of work does.</summary>
    public void Save(IHistoried thing)
    {
        foreach (var entry in thing.NewHistory)
        {
            End = entry.Seal(End, "req_1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            Rows.Add(entry);
        }

        thing.HistorySaved();
        var (key, status) = thing switch
        {
            Incident incident => ((SubjectType.Incident, incident.Id), WireName.Of(incident.Status)),
            Anomaly anomaly => ((SubjectType.Anomaly, anomaly.Id), WireName.Of(anomaly.Status)),
            _ => throw new ArgumentException("Neither an incident nor an anomaly.", nameof(thing)),
        };
        Statuses[key] = status;
    }

    /// <summary>Adds an entry of that sequence which nobody appended, behind those of the same one.</summary>
    public void Insert(long sequence)
    {
        var other = new KeptHistory().OfLength(1);
        other.Set(1, nameof(HistoryEntry.Sequence), sequence);
        Rows.Add(other.Rows[0]);
    }

    public void Remove(Func<long, bool> sequences) => Rows.RemoveAll(e => sequences(e.Sequence));

    /// <summary>Writes over a member of an entry, as SQL would.</summary>
    public void Set(long sequence, string member, object? value) =>
        typeof(HistoryEntry).GetProperty(member, BindingFlags.Public | BindingFlags.Instance)!.SetValue(Rows.Single(e => e.Sequence == sequence), value);

    /// <summary>Chains the entries anew from that one on, and the writers' end with them.</summary>
    public void ForgeFrom(long sequence)
    {
        var previous = Rows.SingleOrDefault(e => e.Sequence == sequence - 1)?.Hash ?? ChainEnd.Start(Given.Tenant).Hash;
        foreach (var entry in Rows.Where(e => e.Sequence >= sequence))
        {
            Set(entry.Sequence, nameof(HistoryEntry.PreviousHash), previous);
            Set(entry.Sequence, nameof(HistoryEntry.Hash), CanonicalEntry.HashOf(entry));
            previous = entry.Hash;
        }

        End = End with { Hash = previous };
    }

    public string HashOf(long sequence) => Rows.Single(e => e.Sequence == sequence).Hash;

    public Task<VerificationDto> VerifyAsync(long from = 1, int limit = 100_000, long? expectedSequence = null, string? expectedHash = null) =>
        new VerifyHistoryHandler(_reader.Object, Given.Caller()).Handle(new VerifyHistoryQuery(from, limit, expectedSequence, expectedHash), CancellationToken.None);

    private void Others() => Meanwhile?.Invoke();

    /// <summary>What lay in the store when the reading began.</summary>
    private async IAsyncEnumerable<HistoryEntry> ReadAsync(long from, int count)
    {
        Others();
        Reads.Add((from, count));
        foreach (var entry in Rows.Where(e => e.Sequence >= from).OrderBy(e => e.Sequence).Take(count).ToList())
        {
            await Task.Yield();
            Others();
            yield return entry;
        }
    }
}
