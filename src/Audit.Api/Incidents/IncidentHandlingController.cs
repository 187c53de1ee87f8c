using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Common;
using Audit.Application.Incidents;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Incidents;

/// <summary>What is done about incidents (NIST SP 800-61 Rev. 2, section 3).</summary>
[ApiController]
[Route("admin/audit/incidents")]
[Authorize(Permissions.Write)]
[Tags("Incidents")]
public sealed class IncidentHandlingController(IMediator mediator, ReadingFaults faults, BulkAnswers bulk, TimeProvider clock) : ControllerBase
{
    /// <summary>Moves an incident along its life cycle.</summary>
    /// <remarks>
    /// The status it already has is no error and no change. From open: investigating, contained, resolved; from investigating:
    /// contained, resolved; from contained: investigating, resolved; from resolved: closed, or investigating, which reopens it. A closed
    /// incident stays closed: a recurrence is a new incident.
    /// </remarks>
    /// <param name="incidentId">The incident's id.</param>
    /// <param name="body">The status, and how it ends.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPut("{incident_id}/status", Name = "updateIncidentStatus")]
    public Task<ActionResult<DataResponse<IncidentDto>>> UpdateStatus(
        [FromRoute(Name = "incident_id")] string incidentId,
        UpdateIncidentStatusRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(
            new UpdateIncidentStatusCommand(
                incidentId,
                body.Status,
                body.Resolution,
                body.ResolutionNote,
                body.DuplicateOf,
                body.Cascade ?? false,
                Preference.IsStrict(Request),
                EntityTags.IfMatch(ifMatch, faults)),
            cancellationToken);

    /// <summary>Changes an incident's title, description, severity or evidence.</summary>
    /// <remarks>What is absent stays as it is; a value it already has is no change.</remarks>
    /// <param name="incidentId">The incident's id.</param>
    /// <param name="body">What is to be said differently.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPatch("{incident_id}", Name = "updateIncident")]
    public Task<ActionResult<DataResponse<IncidentDto>>> Update(
        [FromRoute(Name = "incident_id")] string incidentId,
        UpdateIncidentRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(body.ToCommand(incidentId, EntityTags.IfMatch(ifMatch, faults)), cancellationToken);

    /// <summary>Assigns an incident to an analyst, or to nobody.</summary>
    /// <param name="incidentId">The incident's id.</param>
    /// <param name="body">The analyst.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPost("{incident_id}/assign", Name = "assignIncident")]
    [Idempotent]
    public Task<ActionResult<DataResponse<IncidentDto>>> Assign(
        [FromRoute(Name = "incident_id")] string incidentId,
        AssignRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(new AssignIncidentCommand(incidentId, body.ToAssignee(), EntityTags.IfMatch(ifMatch, faults)), cancellationToken);

    /// <summary>Adds a comment to an incident; a closed one takes comments too.</summary>
    /// <param name="incidentId">The incident's id.</param>
    /// <param name="body">The comment.</param>
    /// <param name="ifMatch">Changes it only if this is its version: the <c>ETag</c> of an earlier answer, or <c>*</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpPost("{incident_id}/comment", Name = "addIncidentComment")]
    [Idempotent]
    public Task<ActionResult<DataResponse<IncidentDto>>> Comment(
        [FromRoute(Name = "incident_id")] string incidentId,
        CommentRequest body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken) =>
        AnswerAsync(new AddIncidentCommentCommand(incidentId, body.Content, EntityTags.IfMatch(ifMatch, faults)), cancellationToken);

    /// <summary>Makes one change to 1–100 incidents: a status, an assignee, or a comment.</summary>
    /// <remarks>Each incident is changed whole or not at all, whatever becomes of the others; each refusal is told as a Problem of its own.</remarks>
    [HttpPost("bulk", Name = "changeIncidents")]
    public async Task<ActionResult<BulkResponse>> Change(ChangeIncidentsRequest body, CancellationToken cancellationToken) =>
        bulk.Of(await mediator.Send(body.ToCommand(Preference.IsStrict(Request)), cancellationToken));

    private async Task<ActionResult<DataResponse<IncidentDto>>> AnswerAsync(ICommand<IncidentDto> command, CancellationToken cancellationToken)
    {
        var incident = await mediator.Send(command, cancellationToken);
        return new DataResponse<IncidentDto>(incident, incident.Version, clock.Now());
    }
}
