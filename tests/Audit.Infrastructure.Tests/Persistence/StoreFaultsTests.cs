using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class StoreFaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(5, true)] // busy
    [InlineData(6, true)] // locked
    [InlineData(7, true)] // out of memory
    [InlineData(8, true)] // read-only
    [InlineData(10, true)] // the disk fails
    [InlineData(11, true)] // damaged
    [InlineData(13, true)] // full
    [InlineData(14, true)] // can't be opened
    [InlineData(15, true)] // its locking failed
    [InlineData(26, true)] // no database
    [InlineData(1, false)] // wrong SQL, unknown table
    [InlineData(2, false)]
    [InlineData(9, false)]
    [InlineData(18, false)] // too big
    [InlineData(19, false)] // a constraint
    [InlineData(20, false)]
    [InlineData(25, false)]
    public void IsUnavailable_WhenSqliteGivesACode_TellsTheStoreFromOurOwnFaults(int code, bool expected)
    {
        var error = new SqliteException("", code, code | (1 << 8));

        new SqliteFaults().IsUnavailable(error).Should().Be(expected);
        new SqliteFaults().IsUnavailable(new DbUpdateException("", error)).Should().Be(expected);
        new SqliteFaults().IsUnavailable(new InvalidOperationException("", new DbUpdateException("", error))).Should().Be(expected);
    }

    [Fact]
    public void IsUnavailable_WhenNoDatabaseIsInvolved_IsFalse()
    {
        new SqliteFaults().IsUnavailable(new InvalidOperationException("")).Should().BeFalse();
        new SqliteFaults().IsUnavailable(new IOException("")).Should().BeFalse();
        new SqliteFaults().IsUnavailable(new DbUpdateConcurrencyException("")).Should().BeFalse();
        new SqliteFaults().IsUnavailable(new ConcurrentChangeException()).Should().BeFalse();
    }

    [Fact]
    public async Task IsUnavailable_WhenTheFolderIsMissing_IsTrue() =>
        await ShouldBeUnavailableAsync(Path.Combine(_folder.Path, "missing", "audit.db"));

    [Fact]
    public async Task IsUnavailable_WhenTheFileIsNoDatabase_IsTrue()
    {
        await File.WriteAllTextAsync(_folder.File("audit.db"), string.Concat(Enumerable.Repeat("This is a letter to my aunt.\n", 200)));

        await ShouldBeUnavailableAsync(_folder.File("audit.db"));
    }

    [Fact]
    public async Task IsUnavailable_WhenTheFileMayOnlyBeRead_IsTrue()
    {
        await using (var writable = StoreProvider.OnFile(_folder.File("audit.db")))
        {
            await writable.MigrateStoreAsync();
        }

        await ShouldBeUnavailableAsync(_folder.File("audit.db") + ";Mode=ReadOnly");
    }

    [Fact]
    public async Task IsUnavailable_WhenTheServerIsAway_IsTrue()
    {
        await using var away = StoreProvider.Of(SqlServerStore.NoServer);
        await ShouldBeUnavailableAsync(away);
    }

    [Fact]
    public async Task IsUnavailable_WhenTheSqlIsWrong_IsFalse()
    {
        await File.WriteAllBytesAsync(_folder.File("audit.db"), []);
        await using var provider = StoreProvider.OnFile(_folder.File("audit.db"));
        await using var session = Session.Of(provider, "tnt");

        var failing = () => session.Db.Database.ExecuteSqlRawAsync("SELEC 1");

        var error = (await failing.Should().ThrowAsync<SqliteException>()).Which;
        provider.GetRequiredService<IStoreFaults>().IsUnavailable(error).Should().BeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task ShouldBeUnavailableAsync(string file)
    {
        await using var provider = StoreProvider.OnFile(file);
        await ShouldBeUnavailableAsync(provider);
    }

    private static async Task ShouldBeUnavailableAsync(ServiceProvider provider)
    {
        await using var session = Session.Of(provider, "tnt");
        Exception? error = null;
        try
        {
            await session.AddAsync(Given.Incident("tnt"));
        }
        catch (Exception e) when (provider.GetRequiredService<IStoreFaults>().IsUnavailable(e))
        {
            error = e;
        }

        error.Should().NotBeNull();
    }
}
