using Audit.Application.Common;

namespace Audit.Api.Requests;

/// <summary>Who something is to be assigned to.</summary>
public sealed class AssignRequest
{
    private bool _isAssigneeSent;

    /// <summary>Required; the analyst, up to 128 characters, or <c>null</c> for nobody.</summary>
    /// <example>usr_analyst001</example>
    public string? Assignee
    {
        get;
        set
        {
            field = value;
            _isAssigneeSent = true;
        }
    }

    public NewAssignee ToAssignee() => NewAssignee.Of(Assignee, _isAssigneeSent);
}

/// <summary>What somebody found out.</summary>
public sealed class CommentRequest
{
    /// <summary>Required; 1–10,000 characters (Unicode scalar values, as in every limit).</summary>
    /// <example>Confirmed as a false positive</example>
    public string? Content { get; init; }
}
