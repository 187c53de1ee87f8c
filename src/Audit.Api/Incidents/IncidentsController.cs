using System.ComponentModel.DataAnnotations;
using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Application.Incidents;
using Audit.Domain.History;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Audit.Api.Incidents;

/// <summary>Security incidents (NIST SP 800-61 Rev. 2; ISO 27001:2022 Annex A 5.24–5.26).</summary>
[ApiController]
[Route("admin/audit/incidents")]
[Tags("Incidents")]
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
        return Created(api.Value.Link(Request, "/admin/audit/incidents/" + incident.Id), new DataResponse<IncidentDto>(incident, incident.Version, clock.Now()));
    }

    /// <summary>An incident by its id.</summary>
    [HttpGet("{incident_id}", Name = "getIncident")]
    [Authorize(Permissions.Read)]
    public async Task<ActionResult<DataResponse<IncidentDto>>> Get([FromRoute(Name = "incident_id")] string incidentId, CancellationToken cancellationToken)
    {
        var incident = await mediator.Send(new GetIncidentQuery(incidentId), cancellationToken);
        return new DataResponse<IncidentDto>(incident, incident.Version, clock.Now());
    }

    /// <summary>The tenant's incidents, newest first unless another order is asked for.</summary>
    [HttpGet(Name = "listIncidents")]
    [Authorize(Permissions.Read)]
    public async Task<ActionResult<ListResponse<IncidentDto>>> List([FromQuery] ListIncidentsRequest query, CancellationToken cancellationToken) =>
        (await mediator.Send(query.ToQuery(), cancellationToken)).ToResponse(clock.Now());

    /// <summary>How many incidents there are, and how long they take to be contained and resolved.</summary>
    /// <remarks>Counts the incidents opened in the period; <c>by_day</c> also those resolved in it.</remarks>
    /// <param name="from">The beginning of the period: RFC 3339, or a date, which begins at 00:00 UTC.</param>
    /// <param name="to">The end of the period: RFC 3339, or a date, with its whole day in UTC.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet("stats", Name = "getIncidentStats")]
    [Authorize(Permissions.Read)]
    public async Task<ActionResult<InfoResponse<StatsDto>>> Stats(
        [FromQuery(Name = "from")] string? from, [FromQuery(Name = "to")] string? to, CancellationToken cancellationToken) =>
        new InfoResponse<StatsDto>(await mediator.Send(new GetIncidentStatsQuery(from, to), cancellationToken), clock.Now());

    /// <summary>What happened to an incident, oldest first.</summary>
    /// <param name="incidentId">The incident's id.</param>
    /// <param name="page">From 1. A page past the end is empty.</param>
    /// <param name="pageSize">1–100.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet("{incident_id}/timeline", Name = "getIncidentTimeline")]
    [Authorize(Permissions.Read)]
    public async Task<ActionResult<ListResponse<HistoryEntryDto>>> Timeline(
        [FromRoute(Name = "incident_id")] string incidentId,
        [FromQuery(Name = "page"), Range(1, int.MaxValue)] int page = 1,
        [FromQuery(Name = "page_size"), Range(1, Limits.PageSize)] int pageSize = Limits.PageSize,
        CancellationToken cancellationToken = default) =>
        (await mediator.Send(new GetTimelineQuery(SubjectType.Incident, incidentId, page, pageSize), cancellationToken)).ToResponse(clock.Now());
}
