using Audit.Domain.Common;
using FluentValidation;

namespace Audit.Application.Common;

/// <summary>What every list of things can be asked for; an empty list or null lets everything pass.</summary>
public abstract record ListQuery
{
    /// <summary>Stands for the caller, among assignees.</summary>
    public const string Me = "me";

    /// <summary>Stands for nobody, among assignees.</summary>
    public const string Nobody = "none";

    private const char Separator = '\u001f';

    /// <summary>Any of these names.</summary>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>Any of these names of <see cref="Domain.Common.Severity"/>.</summary>
    public IReadOnlyList<string> Severity { get; init; } = [];

    /// <summary>Any of these analysts; also <see cref="Me"/> and <see cref="Nobody"/>.</summary>
    public IReadOnlyList<string> Assignee { get; init; } = [];

    /// <summary>RFC 3339 time or date; the first that passes.</summary>
    public string? CreatedFrom { get; init => field = Texts.Trim(value); }

    /// <summary>RFC 3339 time or date; the last that passes, with a date its whole day.</summary>
    public string? CreatedTo { get; init => field = Texts.Trim(value); }

    /// <summary>RFC 3339 time or date; the first that passes.</summary>
    public string? UpdatedFrom { get; init => field = Texts.Trim(value); }

    /// <summary>RFC 3339 time or date; the last that passes, with a date its whole day.</summary>
    public string? UpdatedTo { get; init => field = Texts.Trim(value); }

    /// <summary>Terms, separated by white space.</summary>
    public string? Search { get; init => field = Texts.Trim(value); }

    /// <summary>One of <see cref="SortOrder.Names"/>.</summary>
    public string? Sort { get; init => field = Texts.Trim(value); }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>1–100.</summary>
    public int PageSize { get; init; } = Limits.DefaultPageSize;

    /// <summary>Null: by page. Empty: the start of a walk. Else: where the walk goes on.</summary>
    public string? Cursor { get; init; }

    /// <summary>What a cursor is bound to: which list it is, and all that decides on its members and their order.</summary>
    internal string Binding => string.Join(
        Separator,
        [
            GetType().Name,
            .. Sorted(Status), "", .. Sorted(Severity), "", .. Assignee.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), "", .. FiltersOfItsOwn, "",
            CreatedFrom, CreatedTo, UpdatedFrom, UpdatedTo, Search, SortOrder.Of(Sort).ToString(),
        ]);

    /// <summary>The filters that only this list has.</summary>
    private protected abstract IEnumerable<string?> FiltersOfItsOwn { get; }

    /// <summary>The part that is asked for; only of a query that was validated.</summary>
    internal PageRequest Part => new(Page, PageSize, SortOrder.Of(Sort), Cursor is not null, Cursor is { Length: > 0 } ? Common.Cursor.Read(Cursor, Binding) : null);

    /// <summary>What has to be met; only of a query that was validated.</summary>
    internal ListFilter<TStatus> FilterFor<TStatus>(ICaller caller, Func<string, TStatus> status) => new(
        [.. Status.Select(status).Distinct()],
        [.. Severity.Select(WireName.Parse<Severity>).Distinct()],
        [.. Assignee.Select(name => AssigneeOf(name, caller)).Distinct(StringComparer.Ordinal)],
        Period.Between(CreatedFrom, CreatedTo),
        Period.Between(UpdatedFrom, UpdatedTo),
        Search);

    /// <summary>Where the walk goes on behind this part; null at its end, and where nobody walks.</summary>
    internal string? NextCursor<T>(Page<T> part, Func<T, CursorPosition> position) =>
        Cursor is not null && part.HasNext ? Common.Cursor.Write(position(part.Items[^1]), Binding) : null;

    private static string? AssigneeOf(string name, ICaller caller) => name switch
    {
        Me => caller.Actor.Id,
        Nobody => null,
        _ => name,
    };

    private static IEnumerable<string> Sorted(IReadOnlyList<string> names) => names.Select(n => n.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}

/// <summary>What things of a list must meet; an empty list or null lets everything pass.</summary>
/// <param name="Statuses">Any of these.</param>
/// <param name="Severities">Any of these.</param>
/// <param name="Assignees">Any of these; null among them is nobody.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Updated">When it was last changed.</param>
/// <param name="Search">Every term of it, as part of the thing's searchable text, whatever the letters' case and width.</param>
public sealed record ListFilter<TStatus>(
    IReadOnlyList<TStatus> Statuses, IReadOnlyList<Severity> Severities, IReadOnlyList<string?> Assignees, Period Created, Period Updated, string? Search);

/// <summary>A part of a list, where it stands in it and how to go on.</summary>
public sealed record ListPart<T>(Page<T> Part, PageRequest Request, string? NextCursor = null);

/// <summary>The shape of what every list can be asked for.</summary>
public abstract class ListQueryValidator<TQuery> : AbstractValidator<TQuery>
    where TQuery : ListQuery
{
    protected ListQueryValidator(IReadOnlyList<string> statuses, Func<string, bool> isStatus)
    {
        RuleFor(q => q.Status).Names(statuses, isStatus);
        RuleFor(q => q.Severity).Names(WireName.All<Severity>(), WireName.Has<Severity>);
        RuleFor(q => q.Assignee).TextsOf(Limits.Name);
        RuleFor(q => q.CreatedFrom).Moment();
        RuleFor(q => q.CreatedTo).Moment(q => q.CreatedFrom);
        RuleFor(q => q.UpdatedFrom).Moment();
        RuleFor(q => q.UpdatedTo).Moment(q => q.UpdatedFrom);
        RuleFor(q => q.Search).OptionalText(Limits.Search);
        RuleFor(q => q.Sort).Custom((sort, context) =>
        {
            var names = context.InstanceToValidate.Cursor is null ? SortOrder.Names : SortOrder.WalkableNames;
            if (sort is not null && !names.Contains(sort, StringComparer.OrdinalIgnoreCase))
            {
                context.Fail(ViolationCodes.Enum, ("allowed", names));
            }
        });
        RuleFor(q => q.Page).Within(1, int.MaxValue);
        RuleFor(q => q.PageSize).Within(1, Limits.PageSize);
        RuleFor(q => q.Cursor).Custom((cursor, context) =>
        {
            // of a sort that is none, no cursor can be told to be wrong
            if (cursor is { Length: > 0 } && context.InstanceToValidate.Sort is var sort && (sort is null || SortOrder.IsName(sort))
                && Cursor.Read(cursor, context.InstanceToValidate.Binding) is null)
            {
                context.Fail(ViolationCodes.Format);
            }
        });
    }
}
