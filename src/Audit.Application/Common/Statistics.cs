using System.Globalization;
using Audit.Domain.Common;
using FluentValidation;

namespace Audit.Application.Common;

/// <summary>What statistics are made of.</summary>
/// <param name="Status">Its status now.</param>
/// <param name="Severity">Its severity now.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="MilestoneAt">When it was acknowledged, or contained.</param>
/// <param name="ResolvedAt">When it was resolved or dismissed.</param>
public readonly record struct ThingTimes<TStatus>(
    TStatus Status, Severity Severity, DateTimeOffset CreatedAt, DateTimeOffset? MilestoneAt, DateTimeOffset? ResolvedAt)
    where TStatus : struct, Enum;

/// <summary>The period that statistics are of.</summary>
public abstract record StatsQuery(string? From, string? To)
{
    /// <summary>RFC 3339 time or date; null is the beginning.</summary>
    public string? From { get; } = Texts.Trim(From);

    /// <summary>RFC 3339 time or date, with a date its whole day; null is the end.</summary>
    public string? To { get; } = Texts.Trim(To);

    /// <summary>Only of a query that was validated.</summary>
    internal Period Period => Period.Between(From, To);
}

public abstract class StatsValidator<TQuery> : AbstractValidator<TQuery>
    where TQuery : StatsQuery
{
    protected StatsValidator()
    {
        RuleFor(q => q.From).Moment();
        RuleFor(q => q.To).Moment(q => q.From);
    }
}

/// <summary>Counts one thing after the other; what it holds grows with the days and by two numbers a thing.</summary>
internal sealed class Statistics<TStatus>(Period period, Func<TStatus, bool> isOver)
    where TStatus : struct, Enum
{
    private readonly Dictionary<TStatus, long> _byStatus = [];
    private readonly Dictionary<Severity, long> _bySeverity = [];
    private readonly Dictionary<Severity, long> _openBySeverity = [];
    private readonly SortedDictionary<DateOnly, (long Created, long Resolved)> _byDay = [];
    private readonly List<long> _toMilestone = [];
    private readonly List<long> _toResolve = [];

    public void Take(ThingTimes<TStatus> thing)
    {
        if (thing.ResolvedAt is { } resolved && period.Contains(resolved))
        {
            Count(resolved, created: 0, resolved: 1);
        }

        if (!period.Contains(thing.CreatedAt))
        {
            return;
        }

        Count(thing.CreatedAt, created: 1, resolved: 0);
        Count(_byStatus, thing.Status);
        Count(_bySeverity, thing.Severity);
        if (!isOver(thing.Status))
        {
            Count(_openBySeverity, thing.Severity);
        }

        Measure(_toMilestone, thing.CreatedAt, thing.MilestoneAt);
        Measure(_toResolve, thing.CreatedAt, thing.ResolvedAt);
    }

    /// <summary>What was counted; <paramref name="timeTo"/> gives the milestone its name.</summary>
    public StatsDto ToDto(Func<DurationDto, DurationDto, TimeToDto> timeTo) => new()
    {
        ByStatus = Names(_byStatus),
        BySeverity = Names(_bySeverity),
        OpenBySeverity = Names(_openBySeverity),
        ByDay = [.. _byDay.Select(d => new DayDto { Date = d.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Created = d.Value.Created, Resolved = d.Value.Resolved })],
        TimeTo = timeTo(DurationOf(_toMilestone), DurationOf(_toResolve)),
    };

    private static void Count<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private void Count(DateTimeOffset moment, int created, int resolved)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        var before = _byDay.GetValueOrDefault(day);
        _byDay[day] = (before.Created + created, before.Resolved + resolved);
    }

    private static void Measure(List<long> durations, DateTimeOffset from, DateTimeOffset? to)
    {
        if (to is { } end)
        {
            durations.Add((long)(end - from).TotalMilliseconds);
        }
    }

    private static Dictionary<string, long> Names<TName>(Dictionary<TName, long> counts)
        where TName : struct, Enum => WireName.All<TName>().ToDictionary(n => n, n => counts.GetValueOrDefault(WireName.Parse<TName>(n)), StringComparer.Ordinal);

    private static DurationDto DurationOf(List<long> durations)
    {
        const double Second = 1000;
        if (durations is [])
        {
            return new DurationDto();
        }

        durations.Sort();
        var middle = durations.Count / 2;
        var median = durations.Count % 2 == 1 ? durations[middle] : (durations[middle - 1] + durations[middle]) / 2.0;
        var p90 = durations[(int)Math.Ceiling(durations.Count * 0.9) - 1];
        return new DurationDto { Count = durations.Count, MedianSeconds = median / Second, P90Seconds = p90 / Second };
    }
}
