namespace Audit.Client;

/// <summary>A request as the generated code describes it.</summary>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public object? Body { get; init; }

    public IQuery? Query { get; init; }

    public CallOptions? Options { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>Whether the operation takes an <c>Idempotency-Key</c>.</summary>
    public bool TakesKey { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Whether it does no more when it is sent twice than when it is sent once. A change could undo what somebody else did since.</summary>
    public bool IsRepeatable => Method == HttpMethod.Get || IdempotencyKey is not null;
}
