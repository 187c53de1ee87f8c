namespace Audit.Api.Tests.Requests;

/// <summary>An operation that takes a key, as one caller would call it: where, and with which bodies.</summary>
public sealed record IdempotentCall(string Path, Func<int, string> Body);

public static class IdempotentOperations
{
    private const string Create = "createIncident";
    private const string Report = "reportAnomaly";

    /// <summary>Every operation that takes a key; <see cref="WriteOperationsTests"/> holds them to the endpoints.</summary>
    public static IReadOnlyList<string> All { get; } = [Create, Report, .. WriteOperations.WithKey];

    /// <summary>Such a call, to a thing of that tenant where it needs one.</summary>
    public static async Task<IdempotentCall> GivenCallOf(this AuditApi api, string tenant, string operation)
    {
        switch (operation)
        {
            case Create:
                return new IdempotentCall(Paths.Incidents, i => $$"""{"title":"title {{i}}","severity":"low"}""");
            case Report:
                return new IdempotentCall(Paths.Reports, i => $$"""{"type":"type {{i}}","severity":"low","description":"d"}""");
            default:
                var write = WriteOperations.Named(operation);
                return new IdempotentCall(write.PathTo(await api.GivenNew(tenant, write.Of)), write.Body);
        }
    }

    /// <summary>Somebody who may do all of it.</summary>
    public static HttpClient Everybody(this AuditApi api, string tenant, string sub = "usr_analyst001") =>
        api.Caller(tenant, sub, roles: ["security_admin"], scope: "audit:ingest");

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, IdempotentCall call, int body = 0, params (string Name, string Value)[] headers) =>
        client.CallAsync("POST", call.Path, call.Body(body), headers);
}
