using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Anomalies;

/// <summary>Where detectors report anomalies; not for people.</summary>
[ApiController]
[Route("internal/audit/anomalies")]
[Authorize(Permissions.Report)]
public sealed class DetectionsController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>Reports an anomaly.</summary>
    /// <remarks>Returns 200 and the existing anomaly if the tenant already has one with this <c>external_id</c>.</remarks>
    [HttpPost(Name = "reportAnomaly")]
    [Idempotent]
    [ProducesResponseType<DataResponse<ReportedAnomalyDto>>(StatusCodes.Status200OK)]
    [ProducesResponseType<DataResponse<ReportedAnomalyDto>>(StatusCodes.Status201Created)]
    public async Task<ActionResult<DataResponse<ReportedAnomalyDto>>> Report(ReportAnomalyRequest body, CancellationToken cancellationToken)
    {
        var receipt = await mediator.Send(new ReportAnomalyCommand(body.ToReport()), cancellationToken);
        var answer = new DataResponse<ReportedAnomalyDto>(receipt.Anomaly, receipt.Version, clock.Now());
        return StatusCode(receipt.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, answer);
    }

    /// <summary>Reports 1–1,000 anomalies at once, all or none.</summary>
    /// <remarks>Takes no <c>Idempotency-Key</c>: each report's <c>external_id</c> makes repeating the batch safe.</remarks>
    [HttpPost("batch", Name = "reportAnomalies")]
    [BodyLimit(BodyLimitAttribute.Batch)]
    [ProducesResponseType<ReportAnomaliesResponse>(StatusCodes.Status201Created)]
    public async Task<ActionResult<ReportAnomaliesResponse>> ReportMany(IReadOnlyList<ReportAnomalyRequest?> body, CancellationToken cancellationToken)
    {
        var receipts = await mediator.Send(new ReportAnomaliesCommand([.. body.Select(one => one?.ToReport())]), cancellationToken);
        return StatusCode(StatusCodes.Status201Created, new ReportAnomaliesResponse(receipts, clock.Now()));
    }
}
