using System.Text.Json.Nodes;

namespace Audit.Trials.Crashing;

/// <summary>What can be seen of an incident or an anomaly, as far as the trial changes it; the members of a list stand on lines of their own.</summary>
internal sealed record Picture(string Kind, string Title, string Severity)
{
    public const string Incident = "incident";
    public const string Anomaly = "anomaly";

    public string? Description { get; init; }

    public string Status { get; init; } = "open";

    public string? Assignee { get; init; }

    /// <summary>Of an incident the note of its resolution.</summary>
    public string? Reason { get; init; }

    public string? Resolution { get; init; }

    public string? ExternalId { get; init; }

    public string? RelatedCase { get; init; }

    /// <summary>In the file only; answers don't show it.</summary>
    public string? EscalatedTo { get; init; }

    public string Sources { get; init; } = "";

    public string Evidence { get; init; } = "";

    public string Comments { get; init; } = "";

    public long Version { get; init; } = 1;

    /// <summary>Whether it can still be resolved.</summary>
    public bool IsUnresolved => Status is "open" or "acknowledged" or "investigating" or "contained";

    /// <summary>Of what an answer shows, or of a row.</summary>
    public static Picture Of(string kind, JsonNode thing) => new(kind, Text(thing, kind == Incident ? "title" : "type") ?? "", Text(thing, "severity") ?? "")
    {
        Description = Text(thing, "description"),
        Status = Text(thing, "status") ?? "",
        Assignee = Text(thing, "assignee"),
        Reason = Text(thing, kind == Incident ? "resolution_note" : "reason"),
        Resolution = Text(thing, "resolution"),
        ExternalId = Text(thing, "external_id"),
        RelatedCase = Text(thing, "related_case_id"),
        EscalatedTo = Text(thing, "escalated_to"),
        Sources = Lines(thing, "source_anomaly_ids", member => (string?)member),
        Evidence = Lines(thing, "related_evidence_ids", member => (string?)member),
        Comments = Lines(thing, "comments", member => (string?)member?["content"]),
        Version = (long?)thing["version"] ?? 0,
    };

    /// <summary>With one more change.</summary>
    public Picture Raised() => this with { Version = Version + 1 };

    /// <summary>As an answer shows it.</summary>
    public Picture Shown() => this with { EscalatedTo = null };

    public static string Joined(string lines, string line) => lines.Length == 0 ? line : lines + "\n" + line;

    public static bool Names(string lines, string line) => lines.Split('\n').AsEnumerable().Contains(line, StringComparer.Ordinal);

    private static string? Text(JsonNode thing, string member) => (string?)thing[member];

    private static string Lines(JsonNode thing, string member, Func<JsonNode?, string?> text) =>
        thing[member] is JsonArray list ? string.Join('\n', list.Select(text)) : "";
}
