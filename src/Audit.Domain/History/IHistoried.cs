namespace Audit.Domain.History;

/// <summary>An aggregate that records what happens to it. One that has new entries has changed, and only such a one.</summary>
public interface IHistoried
{
    /// <summary>Whose chain the entries go to.</summary>
    string TenantId { get; }

    /// <summary>1 at first; the unit of work raises it by one with every save that changes the aggregate.</summary>
    long Version { get; }

    /// <summary>What happened since the aggregate was loaded or saved, oldest first.</summary>
    IReadOnlyList<HistoryEntry> NewHistory { get; }

    /// <summary>The entries are on disk: forget them.</summary>
    void HistorySaved();
}
