using Audit.Application.Common;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Reading;

public sealed class SearchCountsTests : IDisposable
{
    private readonly SearchCounts _counts = new();

    public void Dispose() => _counts.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_999)]
    [InlineData(Limits.CountedHits)]
    [InlineData(Limits.CountedHits + 1)]
    [InlineData(SearchCounts.Bound)]
    public void Find_WhileTheHistoryHasNotGrown_IsTheCount(long count)
    {
        _counts.Find(Asked(), At(7)).Should().BeNull();

        _counts.Keep(Asked(), At(7), count);

        _counts.Find(Asked(), At(7)).Should().Be(count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(Limits.CountedHits)]
    [InlineData(Limits.CountedHits + 1)]
    public void Find_WhenACountThatOneChangeCouldPutInTheRangeOfExactOnesHasAged_IsNull(long count)
    {
        _counts.Keep(Asked(), At(7), count);

        _counts.Find(Asked(), At(8)).Should().BeNull();
        _counts.Keep(Asked(), At(8), count + 1);
        _counts.Find(Asked(), At(8)).Should().Be(count + 1);
        // a secondary that is behind, or a store that was restored
        _counts.Find(Asked(), At(7)).Should().BeNull();
    }

    [Theory]
    [InlineData(SearchCounts.Bound)]
    [InlineData(Limits.CountedHits + 2)]
    [InlineData(Limits.CountedHits + 700)]
    public void Find_WhenMoreWereFoundThanAreCounted_HoldsForAsManyChangesAsCouldNotTakeThemAway(long count)
    {
        _counts.Keep(Asked(), At(7), count);

        for (var changes = 1L; changes <= SearchCounts.Bound; changes++)
        {
            // as if each change had taken one hit away
            (_counts.Find(Asked(), At(7 + changes)) is not null).Should().Be(count - changes > Limits.CountedHits);
        }

        _counts.Find(Asked(), At(6)).Should().BeNull();
    }

    [Fact]
    public void Find_WhenAnythingElseIsAsked_IsNull()
    {
        var asked = new[]
        {
            Statement("tnt_a", "登录"), Statement("tnt_b", "登录"), Statement("tnt_a", "登录失"), Statement("登录", "tnt_a"), Statement("tnt_a登录", ""), Statement("", "tnt_a登录"),
            Statement("tnt_a\0登录", "x"), Statement("tnt_a", "登录\0x"), Statement("1:a", "b"), Statement("1", "a:b"),
            Statement(new Ascii("open"), "a"), Statement(new Ascii("closed"), "a"), Statement(1L, 11L), Statement(11L, 1L), new Statement("SELECT 2 WHERE @p0 = @p1", "tnt_a", "登录"), new Statement("SELECT 1"),
        };

        ShouldBeKeptApart(asked);
    }

    [Fact]
    public void Find_WhenATimeDiffersByAMillisecond_IsNull() => ShouldBeKeptApart([.. new[] { 0, 1, 999, 1_000, 60_000, 86_400_000 }.Select(ms => Statement("tnt_a", Given.Noon.AddMilliseconds(ms)))]);

    private static SearchState At(long changes) => new(TenantNumber: 1, HasUnindexed: false, IsOutOfOrder: false, changes);

    /// <summary>A new one each time, as each request makes one.</summary>
    private static Statement Asked() => Statement("tnt_a", "登录");

    private static Statement Statement(object first, object second) => new Statement().Add("SELECT 1 WHERE ").AddValue(first).Add(" = ").AddValue(second);

    private void ShouldBeKeptApart(IReadOnlyList<Statement> asked)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            _counts.Find(asked[i], At(7)).Should().BeNull("{0} wasn't asked before", i);
            _counts.Keep(asked[i], At(7), 100 + i);
        }

        for (var i = 0; i < asked.Count; i++)
        {
            _counts.Find(asked[i], At(7)).Should().Be(100 + i);
        }
    }
}
