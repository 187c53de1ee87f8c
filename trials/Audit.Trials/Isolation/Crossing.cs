using System.Text.Json.Nodes;

namespace Audit.Trials.Isolation;

/// <summary>One who may act in other tenants sees exactly the one that is named, and acts in no other.</summary>
internal static class Crossing
{
    private static readonly Request s_incidents = new("GET", "/admin/audit/incidents");

    public static async Task CheckAsync(HttpClient platform, string home, Stranger named, TrialReport report, CancellationToken cancellationToken)
    {
        var own = await Belongings.ReadAsync(platform, 10, report, _ => { }, cancellationToken);
        var expected = await ReadAsync(named.Client);
        var (byParameter, itself) = (await SendAsync(platform, s_incidents.WithQuery("tenant_id", named.Tenant)), await SendAsync(named.Client, s_incidents));
        Check($"the incidents of {named.Tenant}", ItemsOf(itself), ItemsOf(byParameter));
        platform.DefaultRequestHeaders.Add("X-Tenant-ID", named.Tenant);
        Check($"what {named.Tenant} sees itself", expected, await ReadAsync(platform));

        var opened = await SendAsync(platform, new Request("POST", "/admin/audit/incidents") { Body = """{"title":"by the platform","severity":"low"}""" });
        var id = (string?)JsonNode.Parse(opened.Body)!["data"]?["id"];
        var seen = await SendAsync(named.Client, new Request("GET", $"/admin/audit/incidents/{id}/timeline"));
        if (seen.Status != 200 || (string?)JsonNode.Parse(seen.Body)!["items"]?[0]?["actor_tenant_id"] != home)
        {
            report.Violation($"POST /admin/audit/incidents of {home} in {named.Tenant}: an entry that names {home} should be there, but {seen.Status} came: {seen.Body}");
        }

        platform.DefaultRequestHeaders.Remove("X-Tenant-ID");
        Check($"what {home} saw before", own, await Belongings.ReadAsync(platform, 10, report, _ => { }, cancellationToken));

        void Check(string what, string before, string now)
        {
            report.Count("pairs compared");
            if (Comparison.FirstLine(before, now) is { } line)
            {
                report.Violation($"one of {home} who acts in {named.Tenant}: {what} should come, but it differs in {line}");
            }
        }

        // who asks is told who they are, which is not the same
        async Task<string> ReadAsync(HttpClient client) =>
            (await Belongings.ReadAsync(client, 10, report, _ => { }, cancellationToken)).Split("/admin/audit/me ")[0];

        async Task<Answer> SendAsync(HttpClient client, Request request)
        {
            using var message = request.ToMessage(new Blanks());
            using var response = await client.SendAsync(message, cancellationToken);
            report.Count("requests sent");
            return await Answer.OfAsync(response, cancellationToken);
        }
    }

    private static string ItemsOf(Answer answer) => JsonNode.Parse(answer.Body)!["items"]?.ToJsonString() ?? answer.Body;
}
