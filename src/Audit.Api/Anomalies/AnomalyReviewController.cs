using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Audit.Api.Anomalies;

/// <summary>The review of audit anomalies (ISO 27001:2022 Annex A 8.15–8.16; PCI DSS v4.0 requirement 10).</summary>
[ApiController]
[Route("admin/audit/anomalies")]
[Authorize(Permissions.Write)]
[Tags("Anomalies")]
public sealed class AnomalyReviewController(IMediator mediator, ReadingFaults faults, BulkAnswers bulk, IOptions<ApiOptions> api, TimeProvider clock) : ControllerBase
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
    public Task<ActionResult<DataResponse<AnomalyDto>>> UpdateStatus(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        UpdateAnomalyStatusRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(new UpdateAnomalyStatusCommand(anomalyId, body.Status, body.Reason, body.Assignee, EntityTags.IfMatch(ifMatch, faults)), cancellationToken);

    /// <summary>Assigns an anomaly to an analyst, or to nobody.</summary>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="body">The analyst.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPost("{anomaly_id}/assign", Name = "assignAnomaly")]
    [Idempotent]
    public Task<ActionResult<DataResponse<AnomalyDto>>> Assign(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        AssignRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(new AssignAnomalyCommand(anomalyId, body.ToAssignee(), EntityTags.IfMatch(ifMatch, faults)), cancellationToken);

    /// <summary>Adds a comment to an anomaly.</summary>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="body">The comment.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPost("{anomaly_id}/comment", Name = "addAnomalyComment")]
    [Idempotent]
    public Task<ActionResult<DataResponse<AnomalyDto>>> Comment(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        CommentRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(new AddAnomalyCommentCommand(anomalyId, body.Content, EntityTags.IfMatch(ifMatch, faults)), cancellationToken);

    /// <summary>Links an anomaly to an incident.</summary>
    /// <remarks>
    /// The incident becomes its <c>related_case_id</c>, in place of another one. An incident of the tenant's own takes the anomaly into its
    /// <c>source_anomaly_ids</c>, a closed one too; any other id is kept as it is.
    /// </remarks>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="body">The incident.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPost("{anomaly_id}/link", Name = "linkAnomaly")]
    [Idempotent]
    public async Task<ActionResult<DoneResponse>> Link(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        LinkAnomalyRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken)
    {
        var receipt = await mediator.Send(new LinkAnomalyCommand(anomalyId, body.CaseId, EntityTags.IfMatch(ifMatch, faults)), cancellationToken);
        return new DoneResponse(receipt.Version, clock.Now());
    }

    /// <summary>Makes an incident of an anomaly.</summary>
    /// <remarks>
    /// Both are linked, and the anomaly is being investigated from then on, where its status allows that. What the body doesn't say of
    /// the incident comes from the anomaly: the title is made of its type and user. An anomaly is escalated once.
    /// </remarks>
    /// <param name="anomalyId">The anomaly's id.</param>
    /// <param name="body">What is said of the incident; may be left out.</param>
    /// <param name="ifMatch">Changes the anomaly only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPost("{anomaly_id}/escalate", Name = "escalateAnomaly")]
    [Idempotent]
    [ProducesResponseType<DataResponse<IncidentDto>>(StatusCodes.Status201Created)]
    public async Task<ActionResult<DataResponse<IncidentDto>>> Escalate(
        [FromRoute(Name = "anomaly_id")] string anomalyId,
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] EscalateAnomalyRequest? body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken)
    {
        var command = new EscalateAnomalyCommand(anomalyId, body?.Title, body?.Severity, body?.Assignee, EntityTags.IfMatch(ifMatch, faults));
        var incident = await mediator.Send(command, cancellationToken);
        return Created(api.Value.Link(Request, "/admin/audit/incidents/" + incident.Id), new DataResponse<IncidentDto>(incident, incident.Version, clock.Now()));
    }

    /// <summary>Makes one change to 1–100 anomalies: a status, an assignee, or a comment.</summary>
    /// <remarks>Each anomaly is changed whole or not at all, whatever becomes of the others; each refusal is told as a Problem of its own.</remarks>
    [HttpPost("bulk", Name = "changeAnomalies")]
    public async Task<ActionResult<BulkResponse>> Change(ChangeAnomaliesRequest body, CancellationToken cancellationToken) =>
        bulk.Of(await mediator.Send(body.ToCommand(), cancellationToken));

    private async Task<ActionResult<DataResponse<AnomalyDto>>> AnswerAsync(ICommand<AnomalyDto> command, CancellationToken cancellationToken)
    {
        var anomaly = await mediator.Send(command, cancellationToken);
        return new DataResponse<AnomalyDto>(anomaly, anomaly.Version, clock.Now());
    }
}
