using System.Net;

namespace Audit.Client.Tests;

/// <summary>What the client's README shows, word for word.</summary>
internal static class QuickStarts
{
    public static async Task ConnectAsync()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Environment.GetEnvironmentVariable("AUDIT_URL")!) };
        var audit = new AuditClient(http, new() { Token = _ => ValueTask.FromResult(Environment.GetEnvironmentVariable("AUDIT_TOKEN")!) });

        await audit.Me.GetAsync();
    }

    public static async Task<bool> DetectAsync(AuditClient audit)
    {
        ReportAnomalyRequest finding = new()
        {
            Type = "impossible_travel",
            Severity = Severity.Medium,
            Description = "Berlin and 上海 within 9 minutes",
            UserId = "usr_4711",
            ExternalId = "det-2026-000123",
        };
        var first = await audit.Detections.ReportAnomalyAsync(finding);
        var again = await audit.Detections.ReportAnomalyAsync(finding);
        Console.WriteLine($"{first.Data.Id} is {first.Data.Status}; reported again it is the same: {again.Data.Id == first.Data.Id}");

        return again.Data.Id == first.Data.Id;
    }

    public static async Task<IncidentResponse> ResolveAsync(AuditClient audit)
    {
        var opened = await audit.Incidents.CreateAsync(new() { Title = "暴力破解 against usr_4711", Severity = Severity.High });
        var found = await audit.Incidents.ListAsync(new() { Search = "暴力", Status = [IncidentStatus.Open], PageSize = 5 });
        Console.WriteLine($"{found.Total} open, the newest: {found.Items[0].Title}");

        var resolved = await audit.Incidents.UpdateStatusAsync(opened.Data.Id, new() { Status = IncidentStatus.Resolved, Resolution = Resolution.Benign }, ifMatch: opened.ETag);
        Console.WriteLine($"{resolved.Data.Id} is {resolved.Data.Status}; it may become {string.Join(", ", resolved.Data.AllowedTransitions)}");

        return resolved.Data;
    }

    public static async Task CloseAsync(AuditClient audit, string id)
    {
        try
        {
            await audit.Incidents.UpdateStatusAsync(id, new() { Status = IncidentStatus.Closed, Resolution = Resolution.Benign });
        }
        catch (AuditProblemException problem) when (problem.Status == HttpStatusCode.Conflict)
        {
            Console.WriteLine($"It may go to {problem.Problem?.I18nArgs["allowed"]}");
        }
    }
}
