using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

public sealed class LockFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("x.lock");

    [Fact]
    public async Task Take_WhenAnotherHasIt_WaitsUntilItIsFree()
    {
        var held = await TakeAsync(() => true);
        var tries = 0;
        var waiting = TakeAsync(() =>
        {
            if (++tries == 3)
            {
                held!.Dispose();
            }

            return true;
        });

        using var taken = await waiting;
        taken.Should().NotBeNull();
        tries.Should().Be(3);
    }

    [Fact]
    public async Task Take_WhenThePatienceEnds_GivesNothing()
    {
        using var held = await TakeAsync(() => true);

        (await TakeAsync(() => false)).Should().BeNull();
    }

    [Fact]
    public async Task Take_WhereNoFileCanBeMade_SaysSoInsteadOfWaiting()
    {
        // a folder stands in its place
        Directory.CreateDirectory(Path);
        await this.Awaiting(_ => TakeAsync(() => true)).Should().ThrowAsync<UnauthorizedAccessException>();

        // a name that is too long stands for every other fault of a place: read-only, full, broken
        var odd = () => LockFile.TakeAsync(_folder.File(new string('x', 300)), TimeSpan.Zero, () => true, CancellationToken.None);
        await odd.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Migrate_WhereNoLockFileCanBeMade_SaysThatTheFolderCanNotBeWritten()
    {
        Directory.CreateDirectory(_folder.File("audit.db.migrate.lock"));
        await using var provider = StoreProvider.OnFile(_folder.File("audit.db"));

        (await provider.Awaiting(p => p.MigrateStoreAsync()).Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>())
            .Which.Failures.Should().ContainSingle().Which.Should().Contain("folder can't be written");
    }

    public void Dispose() => _folder.Dispose();

    private Task<Microsoft.Win32.SafeHandles.SafeFileHandle?> TakeAsync(Func<bool> isPatient) => LockFile.TakeAsync(Path, TimeSpan.Zero, isPatient, CancellationToken.None);
}
