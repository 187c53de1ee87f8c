using System.Text.Json.Nodes;
using Audit.Api.Anomalies;
using Audit.Api.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>The closed sets of names. What is sent of them is read as plain text, so that a wrong one is reported like any other broken field; here is where the document learns which are right.</summary>
internal static class Enumerations
{
    private const string AcceptedAnomalyStatus = nameof(AcceptedAnomalyStatus);

    /// <summary>The set that a member of a request, or a parameter, is out of; null where it is free text.</summary>
    /// <param name="name">The member's name on the wire.</param>
    /// <param name="feature">The namespace of what takes it: each feature has statuses of its own.</param>
    public static string? Of(string name, string? feature) => name switch
    {
        "severity" => nameof(Severity),
        "status" when feature == typeof(IncidentsController).Namespace => nameof(IncidentStatus),
        "status" when feature == typeof(AnomaliesController).Namespace => AcceptedAnomalyStatus,
        _ => null,
    };

    /// <summary>Puts the sets into the document that no answer brings along, and says of all what the generator leaves out.</summary>
    public static void Describe(OpenApiDocument document)
    {
        document.AddComponent(AcceptedAnomalyStatus, new OpenApiSchema
        {
            Description = "Where an anomaly may be moved to. `false_positive` is another name of `dismissed` that gives the reason as well; answers say `dismissed`.",
            Enum = [.. AnomalyStatuses.Accepted.Select(name => (JsonNode)name)],
        });
        foreach (var set in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().Where(s => s.Enum is { Count: > 0 }))
        {
            set.Type = JsonSchemaType.String;
            set.Examples = [set.Enum![0].DeepClone()];
        }
    }
}
