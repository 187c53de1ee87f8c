using Audit.Domain.Common;
using FluentValidation;

namespace Audit.Application.Common;

/// <summary>Who something is to be assigned to.</summary>
/// <param name="Name">The analyst; null is nobody.</param>
/// <param name="IsGiven">Whether the caller said so: an assignee that isn't there takes nothing away, one that is <c>null</c> does.</param>
public sealed record NewAssignee(string? Name, bool IsGiven)
{
    public static readonly NewAssignee NotGiven = new(null, IsGiven: false);

    public string? Name { get; } = Texts.Trim(Name);

    /// <summary>What a member of a body says: not there, <c>null</c>, or a name; a blank name is not there.</summary>
    public static NewAssignee Of(string? sent, bool isSent) => new(sent, isSent && (sent is null || Texts.Trim(sent) is not null));
}

public static class NewAssigneeRules
{
    /// <summary>An analyst, or nobody by an explicit <c>null</c>.</summary>
    public static void RequiredAssignee<T>(this IRuleBuilderInitial<T, NewAssignee> rule) => rule.Custom((assignee, context) =>
    {
        if (!assignee.IsGiven)
        {
            context.Fail(ViolationCodes.Required);
        }
        else if (assignee.Name is not null)
        {
            context.CheckText(context.PropertyPath, assignee.Name, Limits.Name);
        }
    });
}
