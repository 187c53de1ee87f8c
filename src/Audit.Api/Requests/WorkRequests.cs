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

/// <summary>One change for many things: exactly one of <c>status</c>, <c>assignee</c> and <c>comment</c>.</summary>
public abstract class BulkRequest
{
    private bool _isAssigneeSent;

    /// <summary>Required; 1–100 ids, no duplicates.</summary>
    public IReadOnlyList<string?>? Ids { get; init; }

    /// <summary>The analyst to assign them to, up to 128 characters, or <c>null</c> for nobody.</summary>
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

    /// <summary>What somebody found out, 1–10,000 characters.</summary>
    public string? Comment { get; init; }

    protected NewAssignee ToAssignee() => NewAssignee.Of(Assignee, _isAssigneeSent);
}
