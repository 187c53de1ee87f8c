using Audit.Api.Requests;
using Audit.Application.Anomalies;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Anomalies;

/// <summary>Which anomalies are wanted.</summary>
public sealed class ListAnomaliesRequest : ListRequest
{
    /// <summary>Any of these types, exactly; several, separated by commas or repeated.</summary>
    [FromQuery(Name = "type")]
    public string[] Type { get; init; } = [];

    /// <summary>Detected no longer ago than this.</summary>
    [FromQuery(Name = "time_range")]
    public string? TimeRange { get; init; }

    /// <summary>Up to 200 characters. Every term, separated by white space, is part of type, description, user or id; letters' case and width don't matter.</summary>
    [FromQuery(Name = "search")]
    public string? Search { get; init; }

    public ListAnomaliesQuery ToQuery() => Fill(new ListAnomaliesQuery { Type = Type, TimeRange = TimeRange, Search = Search });
}
