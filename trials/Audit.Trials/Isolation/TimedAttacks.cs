using System.Globalization;

namespace Audit.Trials.Isolation;

/// <summary>The attacks whose answers are alike, and might be told apart by how long they take.</summary>
internal static class TimedAttacks
{
    /// <summary>How many things of theirs there have to be, with their number in the text.</summary>
    public const int Numbered = 3000;

    private static readonly (string Name, Request Request)[] s_attacks =
    [
        ("get by id", new Request("GET", "/admin/audit/incidents/@incident@")),
        ("history by id", new Request("GET", "/admin/audit/anomalies/@anomaly@/history")),
        ("status change", Put("/admin/audit/anomalies/@anomaly@/status", """{"status":"resolved"}""")),
        ("comment", Post("/admin/audit/incidents/@incident@/comment", """{"content":"c"}""")),
        ("link", Post("/admin/audit/anomalies/@anomaly@/link", """{"case_id":"@incident@"}""")),
        ("bulk", Post("/admin/audit/incidents/bulk", """{"ids":["@incident@"],"comment":"c"}""")),
        ("idempotency key", Post("/admin/audit/incidents/inc_00000000000000000000000000/comment", """{"content":"c"}""")
            .WithHeader("Idempotency-Key", Kinds.KeyOf("POST /admin/audit/incidents/{incident_id}/comment"))),
        ("cursor", new Request("GET", "/admin/audit/anomalies") { Query = [("cursor", "@anomaly.cursor@"), ("page_size", "1")] }),
        ("external id", Post("/internal/audit/anomalies", """{"type":"t","severity":"low","description":"d","external_id":"det-@word@"}""")),
    ];

    /// <summary>Both know what they need to know: the sender's blanks are filled in once with theirs and once with nobody's.</summary>
    public static async Task CompareAsync(HttpClient client, Identifiers theirs, Identifiers nobodys, Timing timing, TrialReport report, CancellationToken cancellationToken)
    {
        var (known, unknown) = (new Blanks(), new Blanks());
        theirs.FillIn(known);
        nobodys.FillIn(unknown);
        foreach (var (name, request) in s_attacks)
        {
            await timing.CompareAsync(name, () => SendAsync(request, known), () => SendAsync(request, unknown));
        }

        // each time another search, as what was counted a moment ago is not counted again; each finds some of theirs
        var asked = 0;
        await timing.CompareAsync("search", () => SearchAsync(theirs.Word), () => SearchAsync(nobodys.Word));

        Task SearchAsync(string word) => SendAsync(
            new Request("GET", "/admin/audit/anomalies") { Query = [("search", string.Create(CultureInfo.InvariantCulture, $"{word[(asked % 3)..(6 + (asked / 3 % 6))]} {++asked % Numbered}"))] }, known);

        async Task SendAsync(Request request, Blanks blanks)
        {
            using var message = request.ToMessage(blanks);
            using var response = await client.SendAsync(message, cancellationToken);
            await response.Content.ReadAsByteArrayAsync(cancellationToken);
            report.Count("requests sent");
        }
    }

    private static Request Post(string path, string body) => new("POST", path) { Body = body };

    private static Request Put(string path, string body) => new("PUT", path) { Body = body };
}
