namespace Audit.Bench.Driving;

/// <summary>What the system keeps of files in memory.</summary>
public static class PageCache
{
    /// <summary>Reads the file through: a system may drop what nobody asked for within a minute or two, and its disk would be measured instead.</summary>
    public static async Task FillAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        await file.CopyToAsync(Stream.Null, bufferSize: 1 << 20, cancellationToken);
    }
}
