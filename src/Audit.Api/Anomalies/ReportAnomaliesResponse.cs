using Audit.Api.Requests;
using Audit.Application.Anomalies;

namespace Audit.Api.Anomalies;

/// <summary>The result of a batch of reports.</summary>
public sealed class ReportAnomaliesResponse(AnomalyReceipts receipts, DateTimeOffset timestamp) : Envelope(timestamp)
{
    /// <summary>One for each report, in the order sent.</summary>
    public IReadOnlyList<ReportedAnomalyDto> Items { get; } = receipts.Items;

    /// <summary>How many anomalies are new.</summary>
    /// <example>1</example>
    public int Created { get; } = receipts.Created;

    /// <summary>How many reports named an anomaly that was there already, or that an earlier report of the batch made.</summary>
    /// <example>0</example>
    public int Existing { get; } = receipts.Existing;
}
