using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Common;
using Audit.Application.History;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.History;

/// <summary>What happened, and the proof of it (ISO 27001:2022 Annex A 8.15; PCI DSS v4.0 requirement 10.3).</summary>
[ApiController]
[Route("admin/audit/history")]
[Authorize(Permissions.Read)]
public sealed class HistoryController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    private const int DefaultLimit = 100;
    private const string First = "1";
    private const string Last = "9223372036854775807";

    /// <summary>The tenant's whole history, oldest first.</summary>
    /// <remarks>Each entry's hash covers the entry and the one before it. How to check an export is said in the project's docs/history.md.</remarks>
    /// <param name="fromSequence">The first entry that is wanted.</param>
    /// <param name="limit">How many entries at the most.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet(Name = "listHistory")]
    public async Task<ActionResult<ListResponse<HistoryEntryDto>>> List(
        [FromQuery(Name = "from_sequence"), Range(typeof(long), First, Last), Description("The first entry that is wanted. Those before it are passed over.")] long fromSequence = 1,
        [FromQuery(Name = "limit"), Range(1, Limits.HistoryEntries)] int limit = DefaultLimit,
        CancellationToken cancellationToken = default) =>
        (await mediator.Send(new ListHistoryQuery(fromSequence, limit), cancellationToken)).ToResponse(clock.Now());

    /// <summary>Checks the tenant's history, and that each thing has the status its history leads to.</summary>
    /// <remarks>
    /// Keep <c>last_sequence</c> and <c>last_hash</c> of an answer somewhere else, and give them back as <c>expected_sequence</c> and
    /// <c>expected_hash</c>: then a removed end is found too, and a chain that was written anew. A long history is checked in parts:
    /// go on with <c>from_sequence</c> behind <c>last_sequence</c> until nothing more is checked.
    /// </remarks>
    /// <param name="fromSequence">The first entry to check; those before it are taken for granted.</param>
    /// <param name="limit">How many entries to check at the most.</param>
    /// <param name="expectedSequence">An entry that is known; with <c>expected_hash</c>.</param>
    /// <param name="expectedHash">Its hash; with <c>expected_sequence</c>.</param>
    /// <param name="cancellationToken">The caller left.</param>
    [HttpGet("verify", Name = "verifyHistory")]
    public async Task<ActionResult<InfoResponse<VerificationDto>>> Verify(
        [FromQuery(Name = "from_sequence"), Range(typeof(long), First, Last), Description("The first entry to check; those before it are taken for granted.")] long fromSequence = 1,
        [FromQuery(Name = "limit"), Range(1, Limits.VerifiedEntries)] int limit = Limits.VerifiedEntries,
        [FromQuery(Name = "expected_sequence"), Range(typeof(long), First, Last)] long? expectedSequence = null,
        [FromQuery(Name = "expected_hash")] string? expectedHash = null,
        CancellationToken cancellationToken = default)
    {
        var query = new VerifyHistoryQuery(fromSequence, limit, expectedSequence, expectedHash);
        return new InfoResponse<VerificationDto>(await mediator.Send(query, cancellationToken), clock.Now());
    }
}
