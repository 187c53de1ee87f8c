using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Audit.Bench.Seeding;

/// <summary>A seeded database that is kept from run to run; made where there is none of the size and form.</summary>
public sealed record SeededFile(string Path, Seed Seed)
{
    /// <summary>The file of that size.</summary>
    /// <param name="folder">Where such files are kept.</param>
    /// <param name="size">Incidents of the tenant.</param>
    /// <param name="log">Told what takes time.</param>
    /// <param name="cancellationToken">Breaks it off; what was made so far is never used.</param>
    public static async Task<SeededFile> GetAsync(string folder, int size, Action<string> log, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"audit-{size}-{Form()}.db"));
        // written last: where it is, the file is whole
        var about = System.IO.Path.ChangeExtension(path, ".json");
        if (File.Exists(path) && File.Exists(about))
        {
            return new SeededFile(path, Seed.Read(about));
        }

        var unfinished = path + ".part";
        Delete(unfinished);
        log($"Seeding {size:N0} incidents and as many anomalies…");
        var start = Stopwatch.GetTimestamp();
        Seed seed;
        await using (var store = await Store.OpenAsync(unfinished, cancellationToken))
        {
            seed = await new Seeder(store, size).FillAsync(cancellationToken);
        }

        if (File.Exists(unfinished + "-wal"))
        {
            throw new InvalidOperationException("Somebody still has the seeded file open: a part of it is in its log.");
        }

        var records = seed.Incidents + seed.Anomalies + seed.OthersIncidents;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        File.Move(unfinished, path, overwrite: true);
        Delete(unfinished);
        seed.Write(about);
        log($"Seeded {records:N0} records in {seconds:0.0} s: {records / seconds:N0} a second, {new FileInfo(path).Length / 1048576.0:N0} MB.");
        return new SeededFile(path, seed);
    }

    /// <summary>The file and what lies beside it.</summary>
    public static void Delete(string file)
    {
        foreach (var ending in (string[])["", "-wal", "-shm", ".migrate.lock", ".write.lock"])
        {
            File.Delete(file + ending);
        }
    }

    private static string Form()
    {
        var parts = Store.Migrations.Prepend(Seeder.Version.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..12];
    }
}
