using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Audit.Api.Tests.Problems;

/// <summary>The service as it runs in production, but letting everybody in: an issuer is not what these tests are about.</summary>
internal static class Production
{
    public static AuditApi Start(Action<IServiceCollection> services) => new(
        replaced =>
        {
            var everybody = new Mock<IPolicyEvaluator>();
            everybody.Setup(e => e.AuthenticateAsync(It.IsAny<AuthorizationPolicy>(), It.IsAny<HttpContext>())).ReturnsAsync(AuthenticateResult.NoResult());
            everybody
                .Setup(e => e.AuthorizeAsync(It.IsAny<AuthorizationPolicy>(), It.IsAny<AuthenticateResult>(), It.IsAny<HttpContext>(), It.IsAny<object?>()))
                .ReturnsAsync(PolicyAuthorizationResult.Success());
            var caller = new Mock<ICaller>();
            caller.Setup(c => c.TenantId).Returns("tnt_production");
            caller.Setup(c => c.Actor).Returns(new Actor("usr_production"));
            caller.Setup(c => c.RequestId).Returns("req");
            caller.Setup(c => c.TraceId).Returns("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            replaced.AddSingleton(everybody.Object);
            replaced.AddScoped(_ => caller.Object);
            services(replaced);
        },
        ("environment", "Production"),
        ("Auth:Authority", "https://id.example"),
        ("Auth:Audience", "audit-api"));
}
