using System.ComponentModel.DataAnnotations;
using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Common;
using Audit.Application.Incidents;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Audit.Api.Incidents;

/// <summary>Security incidents (NIST SP 800-61 Rev. 2; ISO 27001:2022 Annex A 5.24–5.26).</summary>
[ApiController]
[Route("admin/audit/incidents")]
public sealed class IncidentsController(IMediator mediator, IOptions<ApiOptions> api, TimeProvider clock) : ControllerBase
{
    /// <summary>Opens a security incident.</summary>
    /// <remarks>
    /// Anomalies of the tenant that <c>source_anomaly_ids</c> or <c>related_evidence_ids</c> name get the incident as their
    /// <c>related_case_id</c>; other ids are kept as they are.
    /// </remarks>
    [HttpPost(Name = "createIncident")]
    [Authorize(Permissions.Write)]
    [Idempotent]
    [ProducesResponseType<DataResponse<IncidentDto>>(StatusCodes.Status201Created)]
    public async Task<ActionResult<DataResponse<IncidentDto>>> Create(CreateIncidentRequest body, CancellationToken cancellationToken)
    {
        var incident = await mediator.Send(body.ToCommand(), cancellationToken);
        return Created(api.Value.Link(Request, "/admin/audit/incidents/" + incident.Id), Answer(incident));
    }

    /// <summary>An incident by its id.</summary>
    [HttpGet("{incident_id}", Name = "getIncident")]
    [Authorize(Permissions.Read)]
    public async Task<ActionResult<DataResponse<IncidentDto>>> Get([FromRoute(Name = "incident_id")] string incidentId, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new GetIncidentQuery(incidentId), cancellationToken));

    /// <summary>The tenant's incidents, newest first.</summary>
    /// <param name="status">Any of these; several, separated by commas or repeated.</param>
    /// <param name="severity">Any of these; several, separated by commas or repeated.</param>
    /// <param name="search">Up to 200 characters. Every term, separated by white space, is part of title, description, assignee or id; letters' case and width don't matter.</param>
    /// <param name="page">From 1. A page past the end is empty.</param>
    /// <param name="pageSize">1–100.</param>
    /// <param name="cursor">Walks the list instead of paging through it: empty to start, then each answer's <c>next_cursor</c>, with the same filters.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet(Name = "listIncidents")]
    [Authorize(Permissions.Read)]
    public async Task<ActionResult<ListResponse<IncidentDto>>> List(
        [FromQuery(Name = "status")] string[] status,
        [FromQuery(Name = "severity")] string[] severity,
        [FromQuery(Name = "search")] string? search,
        [FromQuery(Name = "page"), Range(1, int.MaxValue)] int page = 1,
        [FromQuery(Name = "page_size"), Range(1, Limits.PageSize)] int pageSize = Limits.DefaultPageSize,
        [FromQuery(Name = "cursor")] string? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var query = new ListIncidentsQuery(status, severity, search, page, pageSize, cursor);
        var list = await mediator.Send(query, cancellationToken);
        return new ListResponse<IncidentDto>(list.Part.Items, PageInfo.Of(list.Part, list.Request, list.NextCursor), clock.Now());
    }

    private DataResponse<IncidentDto> Answer(IncidentDto incident) => new(incident, incident.Version, clock.Now());
}
