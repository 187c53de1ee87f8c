using Audit.Application.Callers;
using Audit.Domain.Common;

namespace Audit.Application.Tests.Callers;

public sealed class GetMeTests
{
    [Fact]
    public async Task Handle_WhenAsked_SaysWhoAsksWhereAndWhatIsAllowed()
    {
        var me = await Handle(new Actor("usr_1", "Li Si", "tnt_home"), "read", "write");

        me.Should().BeEquivalentTo(new MeDto { Sub = "usr_1", Name = "Li Si", TenantId = Given.Tenant, Permissions = ["read", "write"] }, o => o.WithStrictOrdering());
        me.ShouldBeFilled();
    }

    [Fact]
    public async Task Handle_WhenTheCallerHasNoNameAndMayNothing_LeavesThemOut()
    {
        var me = await Handle(new Actor("svc_1"));

        me.Should().BeEquivalentTo(new { Sub = "svc_1", Name = (string?)null, Permissions = Array.Empty<string>() });
    }

    private static Task<MeDto> Handle(Actor actor, params string[] permissions) =>
        new GetMeHandler(Given.Caller(actor)).Handle(new GetMeQuery(permissions), CancellationToken.None);
}
