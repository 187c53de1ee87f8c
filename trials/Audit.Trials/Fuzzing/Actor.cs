using Audit.Trials.Running;

namespace Audit.Trials.Fuzzing;

/// <summary>Somebody who calls.</summary>
/// <param name="Name">What findings call them.</param>
/// <param name="Permissions">What the document calls what they may do.</param>
/// <param name="MayCross">Whether they may name another tenant.</param>
internal sealed record Actor(string Name, string Tenant, string Token, IReadOnlyList<string> Permissions, bool MayCross = false)
{
    private static readonly string[] s_tenants = ["tnt_alpha", "tnt_贝塔", "tnt_gamma"];

    public static async Task<IReadOnlyList<Actor>> AllAsync(ServiceProcess service)
    {
        var actors = new List<Actor>();
        foreach (var tenant in s_tenants)
        {
            actors.Add(await OneAsync("admin", "", "read", "write"));
            actors.Add(await OneAsync("security_admin", "", "read", "write"));
            actors.Add(await OneAsync("auditor", "", "read"));
            actors.Add(await OneAsync("detector", "audit:ingest", "report"));

            async Task<Actor> OneAsync(string role, string scope, params string[] permissions)
            {
                return new Actor($"{role} of {tenant}", tenant, await service.TokenAsync("usr_" + role, tenant, role, scope), permissions);
            }
        }

        actors.Add(new Actor("super_admin", s_tenants[0], await service.TokenAsync("usr_super", s_tenants[0], "super_admin", "audit:ingest audit:ingest:any"), ["read", "write", "report"], MayCross: true));
        return actors;
    }
}
