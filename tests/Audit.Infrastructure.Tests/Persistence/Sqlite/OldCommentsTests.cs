using System.Globalization;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Comments of the first release, which had rows of their own, after every migration since.</summary>
public sealed class OldCommentsTests : IAsyncLifetime
{
    private const string Tenant = "tnt_acme";
    private const string FirstId = "ano_01kjmma2kve3hb5hm73e1vdab7";
    private const string SecondId = "ano_01kjmma3k3e1ntbxrexrd0v6dt";
    private static readonly string[] s_texts = ["\"quoted\" and 'single'", "back\\slash \\u0041 /", "line\r\nline\t", "{\"author_name\":null}", "[]", "👩‍💻 李雷 😀", "\u2028", "null", "1"];
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;

    public OldCommentsTests() => _provider = StoreProvider.OnFile(File);

    private string File => _folder.File("audit.db");

    public async Task InitializeAsync()
    {
        using var dump = new StreamReader(typeof(OldCommentsTests).Assembly.GetManifestResourceStream("initial.sql")!);
        await RawSqlite.ExecuteAsync(File, await dump.ReadToEndAsync());
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenAnAnomalyHasSeveral_KeepsThemInTheOrderTheyCame()
    {
        // neither ids nor times are in that order, and the two anomalies take turns
        foreach (var (i, text) in s_texts.Index())
        {
            await AddAsync(i % 3 == 0 ? 2 : 1, $"cmt_{9 - i}", i % 2 == 0 ? null : $"名 \"{i}\"", text, Given.Noon.AddMilliseconds(-i));
        }

        await _provider.MigrateStoreAsync();

        await using var session = Session.Of(_provider, Tenant);
        var (first, second) = ((await session.FindAnomalyAsync(FirstId)).Comments, (await session.FindAnomalyAsync(SecondId)).Comments);
        first.Select(c => c.Id).Should().Equal("cmt_01kjmma5hkf4etx7g42zrcnq5g", "cmt_01kjmma6gvfgf92pgke61gw1hw", "cmt_8", "cmt_7", "cmt_5", "cmt_4", "cmt_2", "cmt_1");
        second.Select(c => c.Id).Should().Equal("cmt_9", "cmt_6", "cmt_3");
        foreach (var (i, text) in s_texts.Index())
        {
            (i % 3 == 0 ? second : first).Single(c => c.Id == $"cmt_{9 - i}").Should().BeEquivalentTo(
                new { AuthorId = "usr '2'", AuthorName = i % 2 == 0 ? null : $"名 \"{i}\"", Content = text, CreatedAt = Given.Noon.AddMilliseconds(-i) });
        }

        (await session.VerifyAsync()).Valid.Should().BeTrue();
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenAnAnomalyHasNone_LeavesItsListEmptyAndItsVersionAlone()
    {
        await _provider.MigrateStoreAsync();

        (await RawSqlite.ReadAsync(File, "SELECT comments FROM anomalies WHERE seq = 2 UNION ALL SELECT comments FROM incidents")).Should().Equal("[]", "[]", "[]", "[]");
        (await RawSqlite.ReadAsync(File, "SELECT version FROM anomalies ORDER BY seq")).Should().Equal("4", "1");
    }

    [Fact]
    public async Task MigrateStoreAsync_WhenCommentsAreMoved_DropsTheirTable()
    {
        await _provider.MigrateStoreAsync();

        (await RawSqlite.ReadAsync(File, "SELECT name FROM sqlite_master WHERE name LIKE '%comments%'")).Should().BeEmpty();
    }

    [Fact]
    public async Task AddComment_WhenTheStoreIsOld_GoesOnBehindThem()
    {
        await AddAsync(2, "cmt_9", null, "old", Given.Noon.AddYears(1));
        await _provider.MigrateStoreAsync();

        await using var session = Session.Of(_provider, Tenant);
        await session.ActAsync(SecondId, a => a.AddComment("new", Given.Analyst, Given.Noon));

        (await session.AnomalyReader.FindAsync(Tenant, SecondId, CancellationToken.None)).Should().BeEquivalentTo(
            new { Version = 2L, Comments = new[] { new { Content = "old", AuthorName = (string?)null }, new { Content = "new", AuthorName = Given.Analyst.Name } } }, o => o.WithStrictOrdering());
    }

    private async Task AddAsync(int anomaly, string id, string? author, string content, DateTimeOffset at)
    {
        var values = new[] { id, "usr '2'", author, content }.Select(v => v is null ? "NULL" : $"'{v.Replace("'", "''", StringComparison.Ordinal)}'");
        await RawSqlite.ExecuteAsync(
            File,
            string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO anomaly_comments (id, author_id, author_name, content, created_at, anomaly_seq) VALUES ({string.Join(", ", values)}, {at.ToUnixTimeMilliseconds()}, {anomaly})"));
    }
}
