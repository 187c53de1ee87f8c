using System.ComponentModel.DataAnnotations;
using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.History;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Anomalies;

/// <summary>Audit anomalies (ISO 27001:2022 Annex A 8.15–8.16; PCI DSS v4.0 requirement 10).</summary>
[ApiController]
[Route("admin/audit/anomalies")]
[Authorize(Permissions.Read)]
[Tags("Anomalies")]
public sealed class AnomaliesController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>An anomaly by its id.</summary>
    [HttpGet("{anomaly_id}", Name = "getAnomaly")]
    public async Task<ActionResult<DataResponse<AnomalyDto>>> Get([FromRoute(Name = "anomaly_id")] string anomalyId, CancellationToken cancellationToken)
    {
        var anomaly = await mediator.Send(new GetAnomalyQuery(anomalyId), cancellationToken);
        return new DataResponse<AnomalyDto>(anomaly, anomaly.Version, clock.Now());
    }

    /// <summary>The tenant's anomalies, newest first unless another order is asked for.</summary>
    [HttpGet(Name = "listAnomalies")]
    public async Task<ActionResult<ListResponse<AnomalyDto>>> List([FromQuery] ListAnomaliesRequest query, CancellationToken cancellationToken) =>
        (await mediator.Send(query.ToQuery(), cancellationToken)).ToResponse(clock.Now());

    /// <summary>The other anomalies of the same user that were detected within seven days before or after, newest first.</summary>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="page">From 1. A page past the end is empty.</param>
    /// <param name="pageSize">1–100.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet("{anomaly_id}/related", Name = "listRelatedAnomalies")]
    public async Task<ActionResult<ListResponse<AnomalyDto>>> Related(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        [FromQuery(Name = "page"), Range(1, int.MaxValue)] int page = 1,
        [FromQuery(Name = "page_size"), Range(1, Limits.PageSize)] int pageSize = Limits.DefaultPageSize,
        CancellationToken cancellationToken = default) =>
        (await mediator.Send(new ListRelatedAnomaliesQuery(anomalyId, page, pageSize), cancellationToken)).ToResponse(clock.Now());

    /// <summary>How many anomalies there are, and how long they take to be acknowledged and resolved.</summary>
    /// <remarks>Counts the anomalies reported in the period; <c>by_day</c> also those resolved or dismissed in it.</remarks>
    /// <param name="from">The beginning of the period: RFC 3339, or a date, which begins at 00:00 UTC.</param>
    /// <param name="to">The end of the period: RFC 3339, or a date, with its whole day in UTC.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet("stats", Name = "getAnomalyStats")]
    public async Task<ActionResult<InfoResponse<StatsDto>>> Stats(
        [FromQuery(Name = "from")] string? from, [FromQuery(Name = "to")] string? to, CancellationToken cancellationToken) =>
        new InfoResponse<StatsDto>(await mediator.Send(new GetAnomalyStatsQuery(from, to), cancellationToken), clock.Now());

    /// <summary>What happened to an anomaly, oldest first.</summary>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="page">From 1. A page past the end is empty.</param>
    /// <param name="pageSize">1–100.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet("{anomaly_id}/history", Name = "getAnomalyHistory")]
    public async Task<ActionResult<ListResponse<HistoryEntryDto>>> History(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        [FromQuery(Name = "page"), Range(1, int.MaxValue)] int page = 1,
        [FromQuery(Name = "page_size"), Range(1, Limits.PageSize)] int pageSize = Limits.PageSize,
        CancellationToken cancellationToken = default) =>
        (await mediator.Send(new GetTimelineQuery(SubjectType.Anomaly, anomalyId, page, pageSize), cancellationToken)).ToResponse(clock.Now());
}
