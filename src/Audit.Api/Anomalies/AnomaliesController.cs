using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Anomalies;

/// <summary>Audit anomalies and their review (ISO 27001:2022 Annex A 8.15–8.16; PCI DSS v4.0 requirement 10).</summary>
[ApiController]
[Route("admin/audit/anomalies")]
public sealed class AnomaliesController(IMediator mediator, ReadingFaults faults, TimeProvider clock) : ControllerBase
{
    /// <summary>Moves an anomaly along its review workflow, and assigns it where an assignee is given.</summary>
    /// <remarks>
    /// The status it already has is no error and no change. From open: acknowledged, investigating, resolved, dismissed; from
    /// acknowledged: investigating, resolved, dismissed; from investigating: resolved, dismissed; from resolved and dismissed: open.
    /// </remarks>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="body">The status, and who reviews it.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPut("{anomaly_id}/status", Name = "updateAnomalyStatus")]
    [Authorize(Permissions.Write)]
    public async Task<ActionResult<DataResponse<AnomalyDto>>> UpdateStatus(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        UpdateAnomalyStatusRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken)
    {
        var command = new UpdateAnomalyStatusCommand(anomalyId, body.Status, body.Assignee, EntityTags.IfMatch(ifMatch, faults));
        var anomaly = await mediator.Send(command, cancellationToken);
        return new DataResponse<AnomalyDto>(anomaly, anomaly.Version, clock.Now());
    }
}
