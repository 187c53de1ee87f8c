using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using FluentValidation;
using MediatR;

namespace Audit.Application.Incidents;

/// <summary>A part of the tenant's incidents.</summary>
/// <param name="Status">Names of <see cref="IncidentStatus"/>.</param>
/// <param name="Severity">Names of <see cref="Audit.Domain.Common.Severity"/>.</param>
/// <param name="Search">Terms, separated by white space.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1–100.</param>
/// <param name="Cursor">Null: by page. Empty: the start of a walk. Else: where the walk goes on.</param>
public sealed record ListIncidentsQuery(
    IReadOnlyList<string> Status, IReadOnlyList<string> Severity, string? Search, int Page, int PageSize, string? Cursor)
    : IRequest<IncidentList>
{
    public string? Search { get; } = Texts.Trim(Search);

    /// <summary>What a cursor is bound to.</summary>
    public string Filters => string.Join('\u001f', ["incidents", .. Sorted(Status), "", .. Sorted(Severity), "", Search ?? ""]);

    private static IEnumerable<string> Sorted(IReadOnlyList<string> names) => names.Select(n => n.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}

/// <summary>A part of the list, where it stands in it and how to go on.</summary>
public sealed record IncidentList(Page<IncidentDto> Part, PageRequest Request, string? NextCursor);

public sealed class ListIncidentsValidator : AbstractValidator<ListIncidentsQuery>
{
    public ListIncidentsValidator()
    {
        RuleFor(q => q.Status).Names(WireName.All<IncidentStatus>(), WireName.Has<IncidentStatus>);
        RuleFor(q => q.Severity).Names(WireName.All<Severity>(), WireName.Has<Severity>);
        RuleFor(q => q.Search).OptionalText(Limits.Search);
        RuleFor(q => q.Page).Within(1, int.MaxValue);
        RuleFor(q => q.PageSize).Within(1, Limits.PageSize);
        RuleFor(q => q.Cursor).Custom((cursor, context) =>
        {
            if (cursor is { Length: > 0 } && Cursor.Read(cursor, context.InstanceToValidate.Filters) is null)
            {
                context.Fail(ViolationCodes.Format);
            }
        });
    }
}

public sealed class ListIncidentsHandler(IIncidentReader incidents, ICaller caller) : IRequestHandler<ListIncidentsQuery, IncidentList>
{
    public async Task<IncidentList> Handle(ListIncidentsQuery query, CancellationToken cancellationToken)
    {
        var after = query.Cursor is { Length: > 0 } ? Cursor.Read(query.Cursor, query.Filters) : null;
        var request = new PageRequest(query.Page, query.PageSize, query.Cursor is not null, after);
        var part = await incidents.ListAsync(caller.TenantId, Filter(query), request, cancellationToken);
        var next = request.Walk && part.HasNext ? Cursor.Write(new CursorPosition(part.Items[^1].CreatedAt, part.Items[^1].Id), query.Filters) : null;
        return new IncidentList(part, request, next);
    }

    private static IncidentFilter Filter(ListIncidentsQuery query) => new(
        [.. query.Status.Select(WireName.Parse<IncidentStatus>).Distinct()],
        [.. query.Severity.Select(WireName.Parse<Severity>).Distinct()],
        query.Search);
}
