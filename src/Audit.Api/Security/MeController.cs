using Audit.Api.Requests;
using Audit.Application.Callers;
using Audit.Application.Common;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Security;

/// <summary>The caller.</summary>
[ApiController]
[Route("admin/audit/me")]
[Authorize]
[Tags("Me")]
public sealed class MeController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>Who the caller is, and what the caller may do.</summary>
    [HttpGet(Name = "getMe")]
    public async Task<ActionResult<InfoResponse<MeDto>>> Get(CancellationToken cancellationToken) =>
        new InfoResponse<MeDto>(await mediator.Send(new GetMeQuery(Permissions.Of(User)), cancellationToken), clock.Now());
}
