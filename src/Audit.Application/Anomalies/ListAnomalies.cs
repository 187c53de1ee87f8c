using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>A part of the tenant's anomalies.</summary>
public sealed record ListAnomaliesQuery : ListQuery, IRequest<ListPart<AnomalyDto>>
{
    /// <summary>How far back a time range reaches, by its name.</summary>
    internal static readonly IReadOnlyDictionary<string, TimeSpan> Ranges = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase)
    {
        ["1h"] = TimeSpan.FromHours(1),
        ["24h"] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    };

    /// <summary>The names of the time ranges, shortest first.</summary>
    public static IReadOnlyList<string> TimeRanges { get; } = [.. Ranges.Keys];

    /// <summary>Any of these types, exactly.</summary>
    public IReadOnlyList<string> Type { get; init; } = [];

    /// <summary>One of <see cref="TimeRanges"/>: how long ago it was detected at the most.</summary>
    public string? TimeRange { get; init => field = Texts.Trim(value); }

    private protected override IEnumerable<string?> FiltersOfItsOwn => [.. Type.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), "", TimeRange?.ToLowerInvariant()];
}

public sealed class ListAnomaliesValidator : ListQueryValidator<ListAnomaliesQuery>
{
    public ListAnomaliesValidator()
        : base(AnomalyStatuses.Accepted, AnomalyStatuses.IsAccepted)
    {
        RuleFor(q => q.Type).TextsOf(Limits.AnomalyType);
        RuleFor(q => q.TimeRange).OptionalName(ListAnomaliesQuery.TimeRanges, ListAnomaliesQuery.Ranges.ContainsKey);
    }
}

public sealed class ListAnomaliesHandler(IAnomalyReader anomalies, ICaller caller, TimeProvider clock) : IRequestHandler<ListAnomaliesQuery, ListPart<AnomalyDto>>
{
    public async Task<ListPart<AnomalyDto>> Handle(ListAnomaliesQuery query, CancellationToken cancellationToken)
    {
        var request = query.Part;
        var detected = query.TimeRange is null ? default : new Period(clock.Now() - ListAnomaliesQuery.Ranges[query.TimeRange], Before: null);
        var filter = new AnomalyFilter(query.FilterFor(caller, name => AnomalyStatuses.Parse(name).Status), query.Type, detected);
        var part = await anomalies.ListAsync(caller.TenantId, filter, request, cancellationToken);
        return new ListPart<AnomalyDto>(part, request, query.NextCursor(part, Position));
    }

    /// <summary>The time that goes out has only seconds; the id has the milliseconds that the list is sorted by.</summary>
    private static CursorPosition Position(AnomalyDto anomaly) => new(Ids.TimeOf(anomaly.Id), anomaly.Id);
}
