using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using FluentValidation;
using MediatR;

namespace Audit.Application.History;

/// <summary>A part of what happened to one thing, oldest first.</summary>
public sealed record GetTimelineQuery(SubjectType Type, string Id, int Page, int PageSize) : IRequest<ListPart<HistoryEntryDto>>;

public sealed class GetTimelineValidator : AbstractValidator<GetTimelineQuery>
{
    public GetTimelineValidator()
    {
        RuleFor(q => q.Page).Within(1, int.MaxValue);
        RuleFor(q => q.PageSize).Within(1, Limits.PageSize);
    }
}

public sealed class GetTimelineHandler(IHistoryReader history, ICaller caller) : IRequestHandler<GetTimelineQuery, ListPart<HistoryEntryDto>>
{
    public async Task<ListPart<HistoryEntryDto>> Handle(GetTimelineQuery query, CancellationToken cancellationToken)
    {
        var request = PageRequest.ByPage(query.Page, query.PageSize);
        var (prefix, unknown) = query.Type == SubjectType.Incident ? (Ids.Incident, ErrorKeys.IncidentNotFound) : (Ids.Anomaly, ErrorKeys.AnomalyNotFound);
        if (!Ids.CanBe(prefix, query.Id))
        {
            throw new NotFoundException(unknown, query.Id);
        }

        var part = await history.ListAboutAsync(caller.TenantId, query.Type, query.Id, request, cancellationToken);
        // whatever there is has a history, if only of its making
        return part.Total > 0
            ? new ListPart<HistoryEntryDto>(part, request)
            : throw new NotFoundException(unknown, query.Id);
    }
}
