namespace Audit.Application.Common;

/// <summary>The limits of the wire, in Unicode scalar values or in members.</summary>
public static class Limits
{
    public const int Title = 200;
    public const int Description = 10_000;
    public const int Name = 128;
    public const int AnomalyType = 64;
    public const int ListMembers = 500;
    public const int BatchReports = 1000;
    public const int BulkIds = 100;
    public const int HistoryEntries = 1000;
    public const int VerifiedEntries = 100_000;
    public const int Search = 200;
    public const int PageSize = 100;
    public const int DefaultPageSize = 20;

    /// <summary>With <c>search</c>, totals are counted this far.</summary>
    public const int CountedHits = 10_000;

    /// <summary>How far a detector's clock may be ahead.</summary>
    public static readonly TimeSpan ClockAhead = TimeSpan.FromMinutes(5);
}
