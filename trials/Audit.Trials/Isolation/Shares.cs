using Audit.Trials.Running;

namespace Audit.Trials.Isolation;

/// <summary>What a tenant uses up of its rate is not taken from another, whoever it acts in and whatever it names.</summary>
internal static class Shares
{
    private const int Burst = 10;
    private const string Other = "tnt-other";

    /// <summary>Limits at which a share lasts for so many requests, and is not filled up while this looks.</summary>
    public static (string Key, string Value)[] Settings { get; } =
    [
        ("RateLimiting__Enabled", "true"), ("RateLimiting__ActorPerSecond", "0.001"), ("RateLimiting__ActorBurst", "10"),
        ("RateLimiting__TenantPerSecond", "0.001"), ("RateLimiting__TenantBurst", "10"),
    ];

    public static async Task CheckAsync(ServiceProcess service, TrialReport report, CancellationToken cancellationToken)
    {
        using var greedy = await service.SignedInAsync("analyst", "tnt-greedy");
        using var crossing = await service.SignedInAsync("analyst", "tnt-platform", "super_admin");
        using var other = await service.SignedInAsync("analyst", Other);
        await CheckAsync(greedy, crossing, other, report, cancellationToken);
    }

    /// <summary>One who takes too much, one who acts where others do, and one who pays for neither.</summary>
    /// <param name="greedy">One who may act in no other tenant.</param>
    /// <param name="crossing">One of a third tenant who may.</param>
    /// <param name="other">One of the tenant that both name.</param>
    /// <param name="report">What is found.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task CheckAsync(HttpClient greedy, HttpClient crossing, HttpClient other, TrialReport report, CancellationToken cancellationToken)
    {
        crossing.DefaultRequestHeaders.Add("X-Tenant-ID", Other);
        foreach (var (client, named, form) in new[] { (greedy, "itself", ""), (greedy, "another", "?tenant_id=" + Other), (crossing, "another", "") })
        {
            for (var i = 0; i < Burst; i++)
            {
                await SendAsync(client, form);
            }

            if (await SendAsync(client, form) is var status && status != 429)
            {
                report.Violation($"GET /admin/audit/incidents{form} after {Burst} others, naming {named}: 429 should come, but {status} came");
            }
        }

        for (var i = 1; i <= Burst; i++)
        {
            if (await SendAsync(other, "") is var status && status != 200)
            {
                report.Violation($"GET /admin/audit/incidents, request {i} of its tenant after others have used up their own shares: 200 should come, but {status} came");
            }
        }

        async Task<int> SendAsync(HttpClient client, string query)
        {
            using var response = await client.GetAsync(new Uri("/admin/audit/incidents" + query, UriKind.Relative), cancellationToken);
            report.Count("requests sent");
            return (int)response.StatusCode;
        }
    }
}
