namespace Audit.Application.Common;

/// <summary>How many there are, and how long they take.</summary>
public sealed class StatsDto
{
    /// <summary>Those made in the period, by their status now; every status is there.</summary>
    public IReadOnlyDictionary<string, long> ByStatus { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Those made in the period, by their severity now; every severity is there.</summary>
    public IReadOnlyDictionary<string, long> BySeverity { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Those of them that nobody has resolved, closed or dismissed yet, by severity.</summary>
    public IReadOnlyDictionary<string, long> OpenBySeverity { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The days (UTC) of the period on which one was made or resolved, in their order.</summary>
    public IReadOnlyList<DayDto> ByDay { get; init; } = [];

    /// <summary>How long those made in the period took until something was done about them.</summary>
    public TimeToDto TimeTo { get; init; } = new();
}

/// <summary>One day.</summary>
public sealed class DayDto
{
    /// <summary>The day, in UTC.</summary>
    /// <example>2026-01-01</example>
    public string Date { get; init; } = "";

    /// <summary>How many were made on it.</summary>
    /// <example>3</example>
    public long Created { get; init; }

    /// <summary>How many were resolved or dismissed on it, and still are.</summary>
    /// <example>2</example>
    public long Resolved { get; init; }
}

/// <summary>How long things took from when they were made.</summary>
public sealed class TimeToDto
{
    /// <summary>Until somebody acknowledged it; anomalies only.</summary>
    public DurationDto? Acknowledge { get; init; }

    /// <summary>Until it was first contained; incidents only.</summary>
    public DurationDto? Contain { get; init; }

    /// <summary>Until it was resolved or dismissed.</summary>
    public DurationDto Resolve { get; init; } = new();
}

/// <summary>How long something took, over many things.</summary>
public sealed class DurationDto
{
    /// <summary>How many there are.</summary>
    /// <example>2</example>
    public long Count { get; init; }

    /// <summary>Half of them are shorter; seconds, absent where there are none.</summary>
    /// <example>5400</example>
    public double? MedianSeconds { get; init; }

    /// <summary>Nine in ten are no longer (nearest rank); seconds, absent where there are none.</summary>
    /// <example>12600</example>
    public double? P90Seconds { get; init; }
}
