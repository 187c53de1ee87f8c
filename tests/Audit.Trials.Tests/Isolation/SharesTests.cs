using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class SharesTests
{
    private readonly TrialReport _report = new();

    [Fact]
    public async Task Check_WhenEveryTenantHasItsOwnShare_FindsNothing()
    {
        await CheckAsync(new Share(10), new Share(10), new Share(10));

        _report.Shown.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_WhenOneHasNoLimit_FindsIt()
    {
        await CheckAsync(new Share(10), new Share(100), new Share(10));

        _report.Shown.Should().ContainSingle().Which.Should().Match("*429 should come, but 200 came*");
    }

    [Fact]
    public async Task Check_WhenWhoCrossesTakesFromAnother_FindsIt()
    {
        var shared = new Share(11);
        await CheckAsync(new Share(10), shared, shared);

        _report.Shown.Should().HaveCount(11).And.Contain(v => v.Contains("200 should come, but 429 came"));
    }

    private async Task CheckAsync(Share greedy, Share crossing, Share other)
    {
        using var first = greedy.Service();
        using var second = crossing.Service();
        using var third = other.Service();
        using var one = first.Client();
        using var two = second.Client();
        using var three = third.Client();
        await Shares.CheckAsync(one, two, three, _report, CancellationToken.None);
    }

    private sealed class Share(int left)
    {
        private int _left = left;

        public Scripted Service() => new Scripted().On("GET /admin/audit/incidents", _ => (_left-- > 0 ? 200 : 429, "{}"));
    }
}
