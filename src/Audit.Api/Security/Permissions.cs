using System.Security.Claims;

namespace Audit.Api.Security;

/// <summary>What a caller may do, as policy names: <c>[Authorize(Permissions.Write)]</c>.</summary>
public static class Permissions
{
    /// <summary>See incidents, anomalies and their history.</summary>
    public const string Read = "read";

    /// <summary>Change incidents and anomalies.</summary>
    public const string Write = "write";

    /// <summary>Report anomalies, as a detector does; operations under <c>/internal</c> only.</summary>
    public const string Report = "report";

    /// <summary>Who holds one of these roles may act in any tenant.</summary>
    internal const string CrossingRole = "super_admin";

    /// <summary>Who holds this scope may report for any tenant.</summary>
    internal const string ReportForAnyTenant = "audit:ingest:any";

    private static readonly Grant[] s_grants =
    [
        new(Read, "audit:read", ["auditor", "security_admin", "admin", "super_admin"]),
        new(Write, "audit:write", ["security_admin", "admin", "super_admin"]),
        new(Report, "audit:ingest", []),
    ];

    public static IReadOnlyList<string> All { get; } = [.. s_grants.Select(g => g.Permission)];

    /// <summary>The caller's permissions, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Of(ClaimsPrincipal user) => [.. s_grants.Where(g => g.IsHeldBy(user)).Select(g => g.Permission)];

    /// <summary>The scope that gives a permission, and the roles that do.</summary>
    public static (string Scope, IReadOnlyList<string> Roles) GivenBy(string permission)
    {
        var grant = Array.Find(s_grants, g => g.Permission == permission) ?? throw new ArgumentException("No such permission.", nameof(permission));
        return (grant.Scope, grant.Roles);
    }

    internal static bool Has(ClaimsPrincipal user, string permission) => Array.Exists(s_grants, g => g.Permission == permission && g.IsHeldBy(user));

    /// <summary>A permission, the scope that gives it and the roles that give it; names are compared exactly.</summary>
    private sealed record Grant(string Permission, string Scope, string[] Roles)
    {
        public bool IsHeldBy(ClaimsPrincipal user) =>
            user.HasClaim(TokenClaims.Scope, Scope) || Array.Exists(Roles, r => user.HasClaim(TokenClaims.Role, r));
    }
}
