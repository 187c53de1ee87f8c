namespace Audit.Application.Common;

/// <summary>The request's <c>Idempotency-Key</c>, if it carries one.</summary>
public interface IIdempotencyKey
{
    /// <summary>1–255 visible characters, or null.</summary>
    string? Value { get; }

    /// <summary>SHA-256 over method, path and body, in hexadecimal.</summary>
    string Fingerprint { get; }

    /// <summary>Says that the answer is the kept one of an earlier request.</summary>
    void MarkReplayed();
}

/// <summary>The answers kept for repeated requests.</summary>
public interface IIdempotencyStore
{
    /// <summary>How long an answer is kept.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The kept answer of this tenant's actor under that key, or null; one past its lifetime is removed.</summary>
    Task<KeptAnswer?> FindAsync(IdempotencyScope scope, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps an answer; it is stored when the unit of work saves, and a twin that was faster makes that unit run again.</summary>
    void Add(IdempotencyScope scope, KeptAnswer answer, DateTimeOffset now);
}

/// <summary>Whose key it is.</summary>
public sealed record IdempotencyScope(string TenantId, string ActorTenantId, string ActorId, string Key)
{
    public static IdempotencyScope Of(ICaller caller, string key) => new(caller.TenantId, caller.Actor.HomeTenantId ?? caller.TenantId, caller.Actor.Id, key);
}

/// <summary>What the request was, by its fingerprint, and the JSON of what it was answered.</summary>
public sealed record KeptAnswer(string Fingerprint, string Response);
