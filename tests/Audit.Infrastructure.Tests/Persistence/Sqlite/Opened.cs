using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>What the service makes of a file when it starts.</summary>
internal static class Opened
{
    /// <summary>Looked at each time it is used.</summary>
    public static StoreFile File(string path) => new("Data Source=" + path, TimeSpan.Zero);

    public static SqliteReads Reads(string path) => Reads(File(path), path);

    public static SqliteReads Reads(StoreFile file, string path) => new("Data Source=" + path, file, ReadTurns.Unlimited());
}
