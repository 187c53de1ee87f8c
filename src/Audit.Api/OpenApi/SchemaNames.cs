using System.Text.Json.Serialization.Metadata;
using Audit.Api.Problems;
using Audit.Api.Requests;
using Audit.Application.Anomalies;
using Microsoft.AspNetCore.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What types are called in the document, and so in the clients generated from it: after what they are on the wire, not after how they are made.</summary>
internal static class SchemaNames
{
    private const string Dto = "Dto";
    private const string Response = "Response";

    /// <summary>The names that the published documentation of the service has and no rule makes.</summary>
    private static readonly Dictionary<Type, string> s_given = new()
    {
        [typeof(DataResponse<AnomalyDto>)] = "AnomalyDetailResponse",
        [typeof(ReportedAnomalyDto)] = "ReportedAnomaly",
        [typeof(ProblemField)] = "FieldViolation",
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
            var envelope = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
            return string.Concat(type.GetGenericArguments().Select(Subject)) + envelope;
        }

        return type.Name.EndsWith(Dto, StringComparison.Ordinal) ? Subject(type) + Response : type.Name;
    }

    private static string Subject(Type type) =>
        type.Name.EndsWith(Dto, StringComparison.Ordinal) ? type.Name[..^Dto.Length] : type.Name;
}
