using Audit.Application.Common;

namespace Audit.Application.Tests.Common;

public sealed class SortOrderTests
{
    [Theory]
    [InlineData(null, SortKey.CreatedAt, true)]
    [InlineData("-created_at", SortKey.CreatedAt, true)]
    [InlineData("created_at", SortKey.CreatedAt, false)]
    [InlineData("updated_at", SortKey.UpdatedAt, false)]
    [InlineData("-UPDATED_AT", SortKey.UpdatedAt, true)]
    [InlineData("Severity", SortKey.Severity, false)]
    [InlineData("-severity", SortKey.Severity, true)]
    public void Of_WhenNamed_IsThatOrder(string? name, SortKey key, bool isDescending) => SortOrder.Of(name).Should().Be(new SortOrder(key, isDescending));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+created_at")]
    [InlineData("--created_at")]
    [InlineData("created_at desc")]
    [InlineData("title")]
    public void IsName_WhenItIsNone_IsFalse(string name) => SortOrder.IsName(name).Should().BeFalse();

    [Fact]
    public void Names_WhenTold_AreAllAndThoseThatACursorCanWalk()
    {
        SortOrder.Names.Should().Equal("created_at", "-created_at", "updated_at", "-updated_at", "severity", "-severity");
        SortOrder.WalkableNames.Should().Equal("created_at", "-created_at");
        SortOrder.Names.Should().OnlyContain(name => SortOrder.IsName(name));
    }
}
