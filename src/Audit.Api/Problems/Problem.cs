namespace Audit.Api.Problems;

/// <summary>What went wrong, as a program and a person can read it (RFC 9457).</summary>
public sealed class Problem
{
    /// <summary>URI of a page that explains this kind of problem; the same kind always has the same.</summary>
    /// <example>/errors/invalid-request</example>
    public required string Type { get; init; }

    /// <summary>The kind in words, in the caller's language; the same <c>type</c> always has the same.</summary>
    /// <example>Invalid request parameters</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>400</example>
    public required int Status { get; init; }

    /// <summary>What happened this time, in the caller's language.</summary>
    public required string Detail { get; init; }

    /// <summary>The request's path, with the query parameters that the operation declares.</summary>
    /// <example>/admin/audit/incidents</example>
    public required string Instance { get; init; }

    /// <summary>Eight digits: 301, the class (01 input, 02 authentication, 03 permission, 04 not found, 05 state and concurrency, 06 limits, 09 faults), the case.</summary>
    /// <example>30101001</example>
    public required int Code { get; init; }

    /// <summary>The service that answers.</summary>
    /// <example>audit-service</example>
    public required string Service { get; init; }

    /// <summary>When; RFC 3339, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The caller's <c>X-Request-Id</c>, or one made for the request.</summary>
    /// <example>req_550e8400-e29b-41d4-a716-446655440000</example>
    public required string RequestId { get; init; }

    /// <summary>W3C Trace Context.</summary>
    /// <example>00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01</example>
    public required string TraceId { get; init; }

    /// <summary>The span of <c>trace_id</c>.</summary>
    /// <example>b7ad6b7169203331</example>
    public required string SpanId { get; init; }

    /// <summary>The error's stable name, for texts of the client's own.</summary>
    /// <example>error.invalid_request</example>
    public required string I18nKey { get; init; }

    /// <summary>What <c>detail</c> was made from: strings, numbers and arrays of strings.</summary>
    public required IReadOnlyDictionary<string, object> I18nArgs { get; init; }

    /// <summary>Seconds after which to try again; with 429 and 503, where the <c>Retry-After</c> header says the same.</summary>
    /// <example>1</example>
    public int? RetryAfter { get; init; }

    /// <summary>Every broken field.</summary>
    public required IReadOnlyList<ProblemField> Errors { get; init; }
}

/// <summary>A broken field.</summary>
public sealed class ProblemField
{
    /// <summary>Its path on the wire.</summary>
    /// <example>related_evidence_ids[1]</example>
    public required string Field { get; init; }

    /// <summary>The rule: <c>required</c>, <c>format</c>, <c>range</c>, <c>max_length</c>, <c>enum</c>, <c>duplicate</c> or <c>unknown_field</c>.</summary>
    /// <example>max_length</example>
    public required string Code { get; init; }

    /// <summary>The rule in words, in the caller's language.</summary>
    public required string Description { get; init; }

    /// <summary>What was sent; in Development only.</summary>
    public object? Value { get; init; }
}
