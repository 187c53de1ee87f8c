using Audit.Api.Requests;
using Audit.Application.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Security;

/// <summary>The caller.</summary>
[ApiController]
[Route("admin/audit/me")]
[Authorize]
[Tags("Me")]
public sealed class MeController(ICaller caller, TimeProvider clock) : ControllerBase
{
    /// <summary>Who the caller is, and what the caller may do.</summary>
    [HttpGet(Name = "getMe")]
    public ActionResult<InfoResponse<MeDto>> Get()
    {
        var me = new MeDto { Sub = caller.Actor.Id, Name = caller.Actor.Name, TenantId = caller.TenantId, Permissions = Permissions.Of(User) };
        return new InfoResponse<MeDto>(me, clock.Now());
    }
}
