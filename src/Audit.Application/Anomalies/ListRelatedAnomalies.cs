using Audit.Application.Common;
using Audit.Domain.Anomalies;
using FluentValidation;
using MediatR;

namespace Audit.Application.Anomalies;

/// <summary>A part of the anomalies of the same user that were detected around the same time, newest first.</summary>
public sealed record ListRelatedAnomaliesQuery(string Id, int Page, int PageSize) : IRequest<ListPart<AnomalyDto>>
{
    /// <summary>How far before and after.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromDays(7);
}

public sealed class ListRelatedAnomaliesValidator : AbstractValidator<ListRelatedAnomaliesQuery>
{
    public ListRelatedAnomaliesValidator()
    {
        RuleFor(q => q.Page).Within(1, int.MaxValue);
        RuleFor(q => q.PageSize).Within(1, Limits.PageSize);
    }
}

public sealed class ListRelatedAnomaliesHandler(IAnomalyReader anomalies, ICaller caller) : IRequestHandler<ListRelatedAnomaliesQuery, ListPart<AnomalyDto>>
{
    private static readonly ListFilter<AnomalyStatus> s_any = new([], [], [], default, default, Search: null);

    public async Task<ListPart<AnomalyDto>> Handle(ListRelatedAnomaliesQuery query, CancellationToken cancellationToken)
    {
        var request = PageRequest.ByPage(query.Page, query.PageSize);
        var anomaly = await anomalies.RequireAsync(caller.TenantId, query.Id, cancellationToken);
        if (anomaly.UserId is null)
        {
            return new ListPart<AnomalyDto>(Page<AnomalyDto>.Empty, request);
        }

        var detected = DateTimeOffset.FromUnixTimeSeconds(anomaly.DetectedAt);
        var around = new Period(detected - ListRelatedAnomaliesQuery.Around, detected + ListRelatedAnomaliesQuery.Around + TimeSpan.FromSeconds(1));
        var filter = new AnomalyFilter(s_any, [], around, anomaly.UserId, anomaly.Id);
        return new ListPart<AnomalyDto>(await anomalies.ListAsync(caller.TenantId, filter, request, cancellationToken), request);
    }
}
