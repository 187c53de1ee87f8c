namespace Audit.Domain.Common;

/// <summary>Who acts: the token's subject, and the tenant it belongs to when that is not the tenant it acts in.</summary>
public sealed record Actor(string Id, string? Name = null, string? HomeTenantId = null);
