using Audit.Domain.Common;

namespace Audit.Domain.Anomalies;

/// <summary>Where an anomaly stands in its review.</summary>
public enum AnomalyStatus
{
    Open,
    Acknowledged,
    Investigating,
    Resolved,
    Dismissed,
}

/// <summary>The names callers may use for a status: its own, and one that stands for a dismissal with its reason.</summary>
public static class AnomalyStatuses
{
    public const string FalsePositive = "false_positive";

    public static IReadOnlyList<string> Accepted { get; } = [.. WireName.All<AnomalyStatus>(), FalsePositive];

    public static bool IsAccepted(string text) => TryParse(text, out _, out _);

    /// <summary>The status a name stands for, and the reason where it says one.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Accepted"/>; what comes from outside is checked before.</exception>
    public static (AnomalyStatus Status, string? Reason) Parse(string text) =>
        TryParse(text, out var status, out var reason) ? (status, reason) : throw new ArgumentException($"'{text}' is no status.", nameof(text));

    private static bool TryParse(string text, out AnomalyStatus status, out string? reason)
    {
        reason = string.Equals(text, FalsePositive, StringComparison.OrdinalIgnoreCase) ? FalsePositive : null;
        if (reason is not null)
        {
            status = AnomalyStatus.Dismissed;
            return true;
        }

        return WireName.TryParse(text, out status);
    }
}
