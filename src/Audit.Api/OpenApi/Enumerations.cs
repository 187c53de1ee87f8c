using System.Text.Json.Nodes;
using Audit.Api.Anomalies;
using Audit.Api.Incidents;
using Audit.Api.Security;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>
/// The closed sets of names. What is sent of them is read as plain text, so that a wrong one is reported like any other broken field,
/// and the history is shown as it is stored; here is where the document learns which are right.
/// </summary>
internal static class Enumerations
{
    private const string AcceptedAnomalyStatus = nameof(AcceptedAnomalyStatus);
    private const string TimeRange = nameof(TimeRange);
    private const string Permission = nameof(Permission);

    /// <summary>Those that the generator finds in no answer, or only beside <c>null</c>.</summary>
    private static readonly (string Name, IReadOnlyList<string> Names, string Description)[] s_sets =
    [
        (AcceptedAnomalyStatus, AnomalyStatuses.Accepted, "What an anomaly's status may be called in a request. `false_positive` is another name of `dismissed` that gives the reason as well; answers say `dismissed`."),
        (nameof(BreakReason), WireName.All<BreakReason>(), BreakReasons),
        (nameof(HistoryAction), WireName.All<HistoryAction>(), "What happened to a thing."),
        (nameof(SubjectType), WireName.All<SubjectType>(), "The kinds of things that have a history."),
        (Permission, Permissions.All, "What a caller may do: `read` everything, `write` to incidents and anomalies, `report` anomalies as detectors do."),
        (nameof(Resolution), WireName.All<Resolution>(), "What a resolved incident turned out to be."),
        (nameof(SortOrder), SortOrder.Names, "What a list is sorted by, rising; with a minus in front, falling. Of equal severities the newest stands first; of equal times the id decides, in the same direction."),
        (TimeRange, ListAnomaliesQuery.TimeRanges, "How long ago, in hours or days."),
    ];

    private const string BreakReasons = """
        What is wrong with a history:

        - `missing_entry`: the entry isn't there
        - `previous_hash_mismatch`: it names another entry before it than there is
        - `hash_mismatch`: its content was changed
        - `missing_tail`: the history went on here once
        - `end_mismatch`: it is not the entry that was known; the history was written anew
        - `status_mismatch`: the thing has another status than its history leads to
        - `missing_subject`: the thing that it is about is gone
        - `missing_history`: there is a thing that the history doesn't know
        """;

    /// <summary>The set that a text is out of; null where it is free.</summary>
    /// <param name="name">The name on the wire of the member or parameter.</param>
    /// <param name="feature">The namespace of what has it: each feature has statuses of its own.</param>
    public static string? Of(string name, string? feature) => name switch
    {
        "action" => nameof(HistoryAction),
        "permissions" => Permission,
        "reason" when feature == typeof(VerificationDto).Namespace => nameof(BreakReason),
        "resolution" => nameof(Resolution),
        "severity" => nameof(Severity),
        "sort" => nameof(SortOrder),
        "status" when feature == typeof(IncidentsController).Namespace => nameof(IncidentStatus),
        "status" when feature == typeof(AnomaliesController).Namespace => AcceptedAnomalyStatus,
        "subject_type" => nameof(SubjectType),
        "time_range" => TimeRange,
        _ => null,
    };

    /// <summary>Puts the sets into the document that the generator doesn't, and says of all what it leaves out.</summary>
    public static void Describe(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        foreach (var (set, names, description) in s_sets)
        {
            schemas.Remove(set);
            document.AddComponent(set, new OpenApiSchema { Description = description, Enum = [.. names.Select(name => (JsonNode)name)] });
        }

        foreach (var set in schemas.Values.OfType<OpenApiSchema>().Where(s => s.Enum is { Count: > 0 }))
        {
            set.Type = JsonSchemaType.String;
            set.Examples = [set.Enum![0].DeepClone()];
        }
    }
}
