namespace Audit.Api;

/// <summary>In Development, shows whoever started the service how to make the first call.</summary>
public static class FirstCall
{
    public static void PrintWhenStarted(WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (app.Urls.FirstOrDefault() is { } url)
            {
                Console.WriteLine(Text(url.TrimEnd('/')));
            }
        });
    }

    private static string Text(string url) =>
        $$"""

        Audit listens on {{url}} and its documentation is at {{url}}/docs. Open an incident:

        TOKEN=$(curl -s {{url}}/dev/token -H 'Content-Type: application/json' \
          -d '{"tenant_id":"tnt_demo","sub":"analyst-001","roles":["admin"],"scope":"audit:ingest"}' \
          | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

        curl -s {{url}}/admin/audit/incidents -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
          -d '{"title":"Multi-account brute force","severity":"critical"}'

        """;
}
