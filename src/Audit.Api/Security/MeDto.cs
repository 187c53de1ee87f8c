namespace Audit.Api.Security;

/// <summary>Who the caller is, and what the caller may do.</summary>
public sealed class MeDto
{
    /// <summary>The token's subject: whom the history names.</summary>
    /// <example>usr_analyst001</example>
    public string Sub { get; init; } = "";

    /// <summary>The caller's name, if the token contains one.</summary>
    /// <example>Zhang San</example>
    public string? Name { get; init; }

    /// <summary>The tenant that is acted in.</summary>
    /// <example>tnt_abc123</example>
    public string TenantId { get; init; } = "";

    /// <summary>What the caller may do.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];
}
