using System.Text.Json;
using Audit.Api.Anomalies;
using Audit.Api.Incidents;
using Audit.Api.Requests;

namespace Audit.Api.OpenApi;

/// <summary>What a body must have. Bodies are read without <c>required</c>, so that everything that is missing is reported at once; a test holds this to what is reported.</summary>
internal static class RequiredMembers
{
    private static readonly Dictionary<Type, string[]> s_members = new()
    {
        [typeof(AssignRequest)] = [nameof(AssignRequest.Assignee)],
        [typeof(ChangeAnomaliesRequest)] = [nameof(ChangeAnomaliesRequest.Ids)],
        [typeof(ChangeIncidentsRequest)] = [nameof(ChangeIncidentsRequest.Ids)],
        [typeof(CommentRequest)] = [nameof(CommentRequest.Content)],
        [typeof(CreateIncidentRequest)] = [nameof(CreateIncidentRequest.Title), nameof(CreateIncidentRequest.Severity)],
        [typeof(LinkAnomalyRequest)] = [nameof(LinkAnomalyRequest.CaseId)],
        [typeof(ReportAnomalyRequest)] = [nameof(ReportAnomalyRequest.Type), nameof(ReportAnomalyRequest.Severity), nameof(ReportAnomalyRequest.Description)],
        [typeof(UpdateAnomalyStatusRequest)] = [nameof(UpdateAnomalyStatusRequest.Status)],
        [typeof(UpdateIncidentStatusRequest)] = [nameof(UpdateIncidentStatusRequest.Status)],
    };

    /// <summary>Names on the wire.</summary>
    public static IEnumerable<string> Of(Type request) =>
        s_members.GetValueOrDefault(request, []).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
