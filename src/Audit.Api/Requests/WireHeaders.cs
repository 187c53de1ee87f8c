namespace Audit.Api.Requests;

public static class WireHeaders
{
    /// <summary>What an answer depends on besides its address.</summary>
    public const string Vary = "Authorization, Accept-Language, X-Tenant-ID";

    public const string TenantId = "X-Tenant-ID";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string IdempotencyReplayed = "Idempotency-Replayed";
}
