using System.Globalization;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Moq;

namespace Audit.Application.Tests.Anomalies;

/// <summary>One anomaly, and those around it.</summary>
public sealed class ListRelatedAnomaliesTests
{
    private readonly Mock<IAnomalyReader> _anomalies = new(MockBehavior.Strict);
    private readonly AnomalyDto _anomaly = Given.Mapper.Map<AnomalyDto>(Given.FullAnomaly());

    public ListRelatedAnomaliesTests()
    {
        _anomalies.Setup(a => a.FindAsync(Given.Tenant, It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((AnomalyDto?)null);
        _anomalies.Setup(a => a.FindAsync(Given.Tenant, _anomaly.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_anomaly);
    }

    /// <summary>It was detected at 11:00:00.007, of which the answer says only the second.</summary>
    [Fact]
    public async Task Handle_WhenItIsAboutAUser_AsksForTheSameUsersOfSevenDaysEitherSideWithoutItself()
    {
        var page = new Page<AnomalyDto>([], 7, TotalIsLowerBound: false, HasNext: true);
        AnomalyFilter? filter = null;
        _anomalies.Setup(a => a.ListAsync(Given.Tenant, It.IsAny<AnomalyFilter>(), PageRequest.ByPage(2, 3), It.IsAny<CancellationToken>()))
            .Callback((string _, AnomalyFilter asked, PageRequest _, CancellationToken _) => filter = asked).ReturnsAsync(page);

        var list = await Handle(_anomaly.Id);

        list.Part.Should().BeSameAs(page);
        list.Request.Should().Be(PageRequest.ByPage(2, 3));
        list.NextCursor.Should().BeNull();
        filter.Should().BeEquivalentTo(new AnomalyFilter(
            new ListFilter<AnomalyStatus>([], [], [], default, default, null),
            [],
            new Period(Time("2026-03-27T11:00:00Z"), Time("2026-04-10T11:00:01Z")),
            "usr_abc123",
            _anomaly.Id));
    }

    [Fact]
    public async Task Handle_WhenItIsAboutNoUser_IsEmpty()
    {
        var nobodys = Given.Mapper.Map<AnomalyDto>(Given.OpenAnomaly());
        _anomalies.Setup(a => a.FindAsync(Given.Tenant, nobodys.Id, It.IsAny<CancellationToken>())).ReturnsAsync(nobodys);

        var list = await Handle(nobodys.Id);

        list.Part.Should().BeEquivalentTo(new Page<AnomalyDto>([], 0, TotalIsLowerBound: false, HasNext: false));
        list.Request.Should().Be(PageRequest.ByPage(2, 3));
    }

    [Theory]
    [InlineData("ano_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("inc_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("x")]
    [InlineData("")]
    public async Task Handle_WhenTheTenantHasNoSuch_SaysSo(string id)
    {
        foreach (var read in new Func<Task>[] { () => Handle(id), () => Get(id) })
        {
            var refusal = (await read.Should().ThrowExactlyAsync<NotFoundException>()).Which;

            refusal.Key.Should().Be("error.anomaly_not_found");
            refusal.Args["id"].Should().Be(id);
        }

        _anomalies.Verify(a => a.FindAsync(It.IsAny<string>(), It.Is<string>(asked => !Ids.CanBe(Ids.Anomaly, asked)), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Get_WhenTheTenantHasIt_AnswersIt() => (await Get(_anomaly.Id)).Should().BeSameAs(_anomaly);

    [Fact]
    public void Validate_WhenThePartIsNone_IsRange()
    {
        var validator = new ListRelatedAnomaliesValidator();

        validator.Validate(new ListRelatedAnomaliesQuery("x", 1, 100)).IsValid.Should().BeTrue();
        validator.Validate(new ListRelatedAnomaliesQuery("x", 0, 101)).Violations().Should().Equal(("Page", "range"), ("PageSize", "range"));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private Task<ListPart<AnomalyDto>> Handle(string id) =>
        new ListRelatedAnomaliesHandler(_anomalies.Object, Given.Caller()).Handle(new ListRelatedAnomaliesQuery(id, 2, 3), CancellationToken.None);

    private Task<AnomalyDto> Get(string id) => new GetAnomalyHandler(_anomalies.Object, Given.Caller()).Handle(new GetAnomalyQuery(id), CancellationToken.None);
}
