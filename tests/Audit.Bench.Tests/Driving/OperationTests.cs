using Audit.Bench.Driving;

namespace Audit.Bench.Tests.Driving;

public sealed class OperationTests
{
    [Fact]
    public void All_WhenListed_AreThoseOfTheResults() =>
        Operation.All.Select(o => o.Name).Should().Equal(
            "get", "list", "list_deep",
            "search_frequent", "search_rare", "search_absent", "search_two_chinese", "search_two_latin", "search_long_latin", "search_long_chinese", "search_absent_chinese",
            "small_search_frequent", "small_search_rare", "small_search_absent", "small_search_two_chinese",
            "small_search_two_latin", "small_search_long_latin", "small_search_long_chinese", "small_search_absent_chinese",
            "create", "status");

    [Fact]
    public void All_WhenAskedForInASmallTenant_AreTheSearches() =>
        Operation.All.Where(o => o.IsInSmallTenant).Select(o => o.Name).Should().HaveCount(8).And.OnlyContain(name => name.StartsWith("small_search_", StringComparison.Ordinal));

    [Theory]
    [InlineData(1_000, 40)]
    [InlineData(10_000, 400)]
    [InlineData(1_000_000, 40_000)]
    [InlineData(10_000_000, 400_000)]
    public void DeepPage_WhenTheTenantIsOfASize_IsAtFourFifths(int size, int expected) => Operation.DeepPage(size).Should().Be(expected);
}
