using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Tests.Stores;

public sealed class SqliteStore : TestStore
{
    private readonly TemporaryFolder _folder = new();

    public string File => _folder.File("audit.db");

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + File };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("audit-store-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // pooled connections keep their files open
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
