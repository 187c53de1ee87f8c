using Audit.Bench.Driving;
using Audit.Bench.Reporting;
using Audit.Bench.Seeding;

namespace Audit.Bench;

/// <summary>One run of the benchmark: every size, then the report.</summary>
public sealed class Session(string root, BenchOptions options)
{
    private readonly string _data = Environment.GetEnvironmentVariable("AUDIT_BENCH_DATA") is { Length: > 0 } other ? Path.GetFullPath(other) : Path.Combine(root, "bench/data");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_data);
        await using var alone = Lock();
        var work = new DirectoryInfo(Path.Combine(_data, "run"));
        if (work.Exists)
        {
            // left by a run that was killed; the log of its copy must not meet the next one
            work.Delete(recursive: true);
        }

        work.Create();
        try
        {
            var measurement = new Measurement(root, work.FullName, options, Say);
            List<SizeReport> reports = [];
            foreach (var size in options.Sizes)
            {
                var seeded = await SeededFile.GetAsync(_data, size, Say, cancellationToken);
                var floor = await FloorServer.SeededFileAsync(root, _data, size, cancellationToken);
                if (!options.SeedOnly)
                {
                    reports.Add(await measurement.RunAsync(seeded, floor, cancellationToken));
                    Console.WriteLine("\n" + Table.Text(reports[^1]));
                }
            }

            if (!options.SeedOnly)
            {
                await ReportAsync(reports, cancellationToken);
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private async Task ReportAsync(IReadOnlyList<SizeReport> reports, CancellationToken cancellationToken)
    {
        Console.WriteLine(Table.Growth(reports));
        var figures = reports.SelectMany(r => r.Figures).ToList();
        await WriteAsync(options.Chart ?? Path.Combine(root, "bench/results/p50.svg"), Chart.Svg([.. figures.Where(f => Operation.Drawn.Contains(f.Operation))]), cancellationToken);
        if (options.Json is { } json)
        {
            await WriteAsync(json, JsonRow.Write(figures), cancellationToken);
        }

        if (options.Markdown is { } markdown)
        {
            await WriteAsync(markdown, Table.Markdown(reports), cancellationToken);
        }
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, text, cancellationToken);
        Say("Written: " + file);
    }

    /// <summary>Two at a time would measure each other.</summary>
    private FileStream Lock()
    {
        try
        {
            return new FileStream(Path.Combine(_data, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new MeasurementException($"Another run is using {_data}.");
        }
    }

    /// <summary>Not among the results, which may go elsewhere.</summary>
    private static void Say(string text) => Console.Error.WriteLine(text);
}
