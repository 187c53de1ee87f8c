using Audit.Bench.Driving;

namespace Audit.Bench.Tests.Driving;

public sealed class OperationTests
{
    [Fact]
    public void All_WhenListed_AreThoseOfTheResults() =>
        Operation.All.Select(o => o.Name).Should().Equal(
            "get", "list", "list_deep", "search_frequent", "search_rare", "search_absent", "search_two_chinese", "create", "status");

    [Theory]
    [InlineData(1_000, 40)]
    [InlineData(10_000, 400)]
    [InlineData(1_000_000, 40_000)]
    [InlineData(10_000_000, 400_000)]
    public void DeepPage_WhenTheTenantIsOfASize_IsAtFourFifths(int size, int expected) => Operation.DeepPage(size).Should().Be(expected);
}
