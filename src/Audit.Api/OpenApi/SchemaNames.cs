using System.Text.Json.Serialization.Metadata;
using Audit.Api.Problems;
using Audit.Api.Requests;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Microsoft.AspNetCore.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What types are called in the document, and so in the clients generated from it: after what they are on the wire, not after how they are made.</summary>
internal static class SchemaNames
{
    private const string Dto = "Dto";
    private const string Response = "Response";

    /// <summary>The names that no rule makes: those of the service's published documentation, and of what is no answer of its own.</summary>
    private static readonly Dictionary<Type, string> s_given = new()
    {
        [typeof(DataResponse<AnomalyDto>)] = "AnomalyDetailResponse",
        [typeof(ReportedAnomalyDto)] = "ReportedAnomaly",
        [typeof(ProblemField)] = "FieldViolation",
        [typeof(DayDto)] = "DailyCount",
        [typeof(DurationDto)] = "DurationSummary",
        [typeof(TimeToDto)] = "TimeTo",
    };

    /// <summary>The name under which a type stands in the document; null where it stands in line.</summary>
    public static string? Of(JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.Object ? Of(type.Type) : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    /// <summary><c>IncidentDto</c> is IncidentResponse, <c>DataResponse&lt;IncidentDto&gt;</c> is IncidentDataResponse.</summary>
    public static string Of(Type type)
    {
        if (s_given.TryGetValue(type, out var given))
        {
            return given;
        }

        if (type.IsGenericType)
        {
            return string.Concat(type.GetGenericArguments().Select(Subject)) + Envelope(type.GetGenericTypeDefinition());
        }

        return type.Name.EndsWith(Dto, StringComparison.Ordinal) ? Subject(type) + Response : type.Name;
    }

    /// <summary>With a version or without, it looks the same.</summary>
    private static string Envelope(Type definition)
    {
        var name = (definition == typeof(InfoResponse<>) ? typeof(DataResponse<>) : definition).Name;
        return name[..name.IndexOf('`', StringComparison.Ordinal)];
    }

    private static string Subject(Type type) =>
        type.Name.EndsWith(Dto, StringComparison.Ordinal) ? type.Name[..^Dto.Length] : type.Name;
}
