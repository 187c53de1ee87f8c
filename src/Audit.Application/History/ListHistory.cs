using Audit.Application.Common;
using FluentValidation;
using MediatR;

namespace Audit.Application.History;

/// <summary>The tenant's history from a place on, oldest first.</summary>
public sealed record ListHistoryQuery(long FromSequence, int Limit) : IRequest<ListPart<HistoryEntryDto>>;

public sealed class ListHistoryValidator : AbstractValidator<ListHistoryQuery>
{
    public ListHistoryValidator()
    {
        RuleFor(q => q.FromSequence).From(1);
        RuleFor(q => q.Limit).Within(1, Limits.HistoryEntries);
    }
}

public sealed class ListHistoryHandler(IHistoryReader history, ICaller caller) : IRequestHandler<ListHistoryQuery, ListPart<HistoryEntryDto>>
{
    public async Task<ListPart<HistoryEntryDto>> Handle(ListHistoryQuery query, CancellationToken cancellationToken)
    {
        var items = await history.ListAsync(caller.TenantId, query.FromSequence, query.Limit, cancellationToken);
        // read afterwards: what was listed is counted
        var end = await history.EndAsync(caller.TenantId, cancellationToken);
        var hasNext = items is [.., var last] && last.Sequence < end.Sequence;
        return new ListPart<HistoryEntryDto>(
            new Page<HistoryEntryDto>(items, end.Sequence, TotalIsLowerBound: false, hasNext), PageRequest.From(query.FromSequence, query.Limit));
    }
}
