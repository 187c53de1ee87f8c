namespace Audit.Client;

/// <summary>Who calls the service, and how.</summary>
public sealed class AuditClientOptions
{
    /// <summary>Gives the bearer token. It is asked before every request, so that a renewed token is used at once.</summary>
    public required Func<CancellationToken, ValueTask<string>> Token { get; init; }

    /// <summary>Another tenant than the token's own, which takes the role <c>super_admin</c>, or the scope <c>audit:ingest:any</c> to report anomalies.</summary>
    public string? TenantId { get; init; }

    /// <summary>The language of titles and details of problems: <c>en</c> (default) or <c>zh-CN</c>.</summary>
    public string? AcceptLanguage { get; init; }

    /// <summary>The preference (RFC 7240) of each call: strict, so that what the service doesn't know is refused instead of ignored; <c>handling=lenient</c> for the other way.</summary>
    public string Prefer { get; init; } = "handling=strict";

    /// <summary>How often a request is sent again when there was no answer, or a passing failure, and repeating it is safe: 0 to 10.</summary>
    public int MaxRetries { get; init; } = 2;
}

/// <summary>What every call takes. What is null is taken from the client's options.</summary>
public sealed class CallOptions
{
    /// <summary>Another tenant than the token's own.</summary>
    public string? TenantId { get; init; }

    /// <summary><c>en</c> or <c>zh-CN</c>.</summary>
    public string? AcceptLanguage { get; init; }

    /// <summary><c>handling=strict</c> or <c>handling=lenient</c>.</summary>
    public string? Prefer { get; init; }

    /// <summary>Taken over into logs, history and the answer: 1 to 128 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public string? RequestId { get; init; }
}
