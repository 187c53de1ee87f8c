using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Application.Incidents;
using Audit.Bench.Seeding;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using MediatR;

namespace Audit.Bench.Tests.Seeding;

public sealed class SeededFileTests : IDisposable
{
    private const int Size = 1_000;
    private static readonly PageRequest s_firstPage = PageRequest.ByPage(1, 100);
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-bench-").FullName;
    private readonly List<string> _log = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Get_WhenThereIsNoFile_MakesOneAsPromisedAndKeepsIt()
    {
        var made = await GetAsync();

        await using (var store = await Store.OpenAsync(made.Path, CancellationToken.None))
        {
            (await CountAsync(store)).Should().Be(Size);
            (await CountAnomaliesAsync(store)).Should().Be(Size);
            (await CountAsync(store, status: IncidentStatus.Open)).Should().BeInRange(Size * 28 / 100, Size * 40 / 100);
            (await CountAsync(store, status: IncidentStatus.Closed)).Should().BePositive();
            (await CountAsync(store, tenantId: "tnt_other_0000")).Should().Be(Size / 10);
            (await CountAsync(store, SearchWords.Frequent)).Should().BeInRange(Size * 28 / 100, Size * 39 / 100);
            (await CountAsync(store, SearchWords.Rare)).Should().Be(SearchWords.RareHits);
            (await CountAsync(store, SearchWords.Absent)).Should().Be(0);
            (await CountAsync(store, SearchWords.TwoChinese)).Should().BeInRange(Size * 7 / 100, Size * 13 / 100);
            await StatusesShouldBeOpenAsync(store, made.Seed.OpenIds);
            (await VerifyAsync(store)).Valid.Should().BeTrue();
        }

        var written = File.GetLastWriteTimeUtc(made.Path);
        var kept = await GetAsync();

        kept.Should().BeEquivalentTo(made);
        File.GetLastWriteTimeUtc(kept.Path).Should().Be(written);
        _log.Should().HaveCount(2, "only the first one has something to tell");
    }

    [Fact]
    public async Task Get_WhenBrokenOff_LeavesNothingThatIsTakenForAFile()
    {
        using var end = new CancellationTokenSource();

        await FluentActions.Awaiting(() => SeededFile.GetAsync(_folder, Size, _ => end.Cancel(), end.Token)).Should().ThrowAsync<OperationCanceledException>();

        Directory.GetFiles(_folder, "*.db").Should().BeEmpty();
        Directory.GetFiles(_folder, "*.json").Should().BeEmpty();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(2_345)]
    [InlineData(1_000_000)]
    public void IsRare_WhenAllAreCounted_HoldsForFiveThatAreFarApart(int size)
    {
        var rare = Enumerable.Range(0, size).Where(number => SearchWords.IsRare(number, size)).ToList();

        rare.Should().HaveCount(SearchWords.RareHits);
        rare.Zip(rare.Skip(1), (one, next) => next - one).Should().OnlyContain(gap => gap > size / 6);
    }

    private Task<SeededFile> GetAsync() => SeededFile.GetAsync(_folder, Size, _log.Add, CancellationToken.None);

    private static Task<long> CountAsync(Store store, string? search = null, IncidentStatus? status = null, string tenantId = Seed.TenantId) =>
        store.AskAsync(tenantId, async (IIncidentReader incidents) =>
            (await incidents.ListAsync(tenantId, Filter(search, status), s_firstPage, CancellationToken.None)).Total);

    private static Task<long> CountAnomaliesAsync(Store store) =>
        store.AskAsync(Seed.TenantId, async (IAnomalyReader anomalies) =>
            (await anomalies.ListAsync(Seed.TenantId, new AnomalyFilter(Filter<AnomalyStatus>(), [], default), s_firstPage, CancellationToken.None)).Total);

    private static Task<VerificationDto> VerifyAsync(Store store) =>
        store.AskAsync(Seed.TenantId, (IRequestHandler<VerifyHistoryQuery, VerificationDto> verify) =>
            verify.Handle(new VerifyHistoryQuery(1, Limits.VerifiedEntries, ExpectedSequence: null, ExpectedHash: null), CancellationToken.None));

    private static async Task StatusesShouldBeOpenAsync(Store store, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            var incident = await store.AskAsync(Seed.TenantId, (IIncidentReader incidents) => incidents.FindAsync(Seed.TenantId, id, CancellationToken.None));
            incident!.Status.Should().Be(IncidentStatus.Open);
        }
    }

    private static ListFilter<TStatus> Filter<TStatus>(string? search = null, TStatus? status = null)
        where TStatus : struct => new(status is { } one ? [one] : [], [], [], default, default, search);
}
