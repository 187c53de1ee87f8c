using Audit.Api.Requests;
using Audit.Application.Incidents;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Incidents;

/// <summary>Which incidents are wanted.</summary>
public sealed class ListIncidentsRequest : ListRequest
{
    /// <summary>Up to 200 characters. Every term, separated by white space, is part of title, description, assignee or id; letters' case and width don't matter.</summary>
    [FromQuery(Name = "search")]
    public string? Search { get; init; }

    public ListIncidentsQuery ToQuery() => Fill(new ListIncidentsQuery { Search = Search });
}
