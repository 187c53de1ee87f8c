using Audit.Application.Incidents;
using Audit.Domain.Common;
using Moq;

namespace Audit.Application.Tests.Incidents;

public sealed class GetIncidentTests
{
    private const string Id = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private readonly Mock<IIncidentReader> _incidents = new(MockBehavior.Strict);

    [Fact]
    public async Task Handle_WhenTheTenantHasIt_AnswersIt()
    {
        var incident = new IncidentDto { Id = Id };
        _incidents.Setup(i => i.FindAsync(Given.Tenant, Id, It.IsAny<CancellationToken>())).ReturnsAsync(incident);

        (await Handle(Id)).Should().BeSameAs(incident);
    }

    [Fact]
    public async Task Handle_WhenTheTenantHasNoSuch_SaysSo()
    {
        _incidents.Setup(i => i.FindAsync(Given.Tenant, Id, It.IsAny<CancellationToken>())).ReturnsAsync((IncidentDto?)null);

        await ShouldNotFind(Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("ano_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("inc_01K5M8Z0C2E9V7Q4T6X8Y1W3RA")]
    [InlineData("inc_81k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData(Id + " ")]
    public async Task Handle_WhenItCanBeNoId_SaysSoWithoutLookingForIt(string id) => await ShouldNotFind(id);

    private async Task ShouldNotFind(string id)
    {
        var refusal = (await this.Awaiting(t => t.Handle(id)).Should().ThrowExactlyAsync<NotFoundException>()).Which;

        refusal.Key.Should().Be("error.incident_not_found");
        refusal.Args["id"].Should().Be(id);
    }

    private Task<IncidentDto> Handle(string id) => new GetIncidentHandler(_incidents.Object, Given.Caller()).Handle(new GetIncidentQuery(id), CancellationToken.None);
}
