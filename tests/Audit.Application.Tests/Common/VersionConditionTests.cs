using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Application.Tests.Common;

public sealed class VersionConditionTests
{
    private static readonly VersionCondition s_any = new(AnyVersion: true, []);

    [Fact]
    public void Require_WhenThereIsNoCondition_Passes() => FluentActions.Invoking(() => ((VersionCondition?)null).Require(7)).Should().NotThrow();

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Require_WhenAnyVersionWillDo_Passes(long version) => s_any.Invoking(c => c.Require(version)).Should().NotThrow();

    [Theory]
    [InlineData("7")]
    [InlineData("6", "7", "8")]
    [InlineData("x", "7")]
    public void Require_WhenOneTagIsTheVersion_Passes(params string[] tags) => Tags(tags).Invoking(c => c.Require(7)).Should().NotThrow();

    [Theory]
    [InlineData]
    [InlineData("6")]
    [InlineData("07")]
    [InlineData("7 ")]
    [InlineData("+7")]
    [InlineData("77")]
    [InlineData("")]
    [InlineData("*")]
    public void Require_WhenNoTagIsTheVersion_FailsAndNamesThePresentOne(params string[] tags) =>
        Tags(tags).Invoking(c => c.Require(7)).Should().ThrowExactly<PreconditionFailedException>().Which.CurrentVersion.Should().Be(7);

    private static VersionCondition Tags(string[] tags) => new(AnyVersion: false, tags);
}
