namespace Audit.Application.History;

/// <summary>One thing that happened. Its hash covers it: how is said in docs/history.md.</summary>
public sealed class HistoryEntryDto
{
    /// <summary>Its place in the tenant's history: 1, 2, 3 … without gaps.</summary>
    /// <example>1</example>
    public long Sequence { get; init; }

    /// <summary>What kind of thing it happened to.</summary>
    public string SubjectType { get; init; } = "";

    /// <summary>The thing's id.</summary>
    /// <example>inc_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string SubjectId { get; init; } = "";

    /// <summary>What happened.</summary>
    public string Action { get; init; } = "";

    /// <summary>What was before: the status, the assignee, the linked incident.</summary>
    /// <example>open</example>
    public string? From { get; init; }

    /// <summary>What is since: the status, the assignee, the linked thing, the comment's id; of <c>updated</c>, the name of the member that changed.</summary>
    /// <example>investigating</example>
    public string? To { get; init; }

    /// <summary>Who did it.</summary>
    /// <example>usr_analyst001</example>
    public string ActorId { get; init; } = "";

    /// <summary>The actor's name, if the token contained one.</summary>
    /// <example>Zhang San</example>
    public string? ActorName { get; init; }

    /// <summary>SHA-256 of the actor's name; only where the name itself was redacted.</summary>
    public string? ActorNameSha256 { get; init; }

    /// <summary>The actor's own tenant, where that is another one.</summary>
    public string? ActorTenantId { get; init; }

    /// <summary>The reason that was given; of <c>commented</c>, the comment; of <c>updated</c>, what the member was and is, as a JSON object with <c>from</c> and <c>to</c>.</summary>
    public string? Note { get; init; }

    /// <summary>SHA-256 of the note; only where the note itself was redacted.</summary>
    public string? NoteSha256 { get; init; }

    /// <summary>When; RFC 3339, UTC, milliseconds.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>The request's id.</summary>
    /// <example>req_550e8400-e29b-41d4-a716-446655440000</example>
    public string RequestId { get; init; } = "";

    /// <summary>W3C Trace Context.</summary>
    /// <example>00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01</example>
    public string TraceId { get; init; } = "";

    /// <summary>The hash of the entry before it, or 64 zeros; lower-case hexadecimal.</summary>
    public string PreviousHash { get; init; } = "";

    /// <summary>SHA-256 over the canonical JSON of the entry; lower-case hexadecimal.</summary>
    public string Hash { get; init; } = "";
}
