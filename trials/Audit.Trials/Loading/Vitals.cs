using System.Globalization;
using Audit.Trials.Running;

namespace Audit.Trials.Loading;

/// <summary>What a process took up at one moment.</summary>
internal sealed record Vital(long Bytes, long Threads, long Files);

/// <summary>What a process takes up, looked at each second.</summary>
internal sealed class Vitals
{
    public const long MostBytes = 1024 * Mega;
    public const long MostThreads = 200;
    private const int Least = 30;
    private const long Mega = 1024 * 1024;
    private readonly List<Vital> _samples = [];

    public IReadOnlyList<Vital> Samples => _samples;

    /// <summary>Looks at it until it is told to end.</summary>
    public static async Task<Vitals> WatchAsync(ServiceProcess service, CancellationToken end)
    {
        var vitals = new Vitals();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            vitals.Add(Of(service));
        }
        while (await TickAsync(timer, end));

        return vitals;
    }

    public static Vital Of(ServiceProcess service)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{service.Id}");
        var threads = File.ReadLines(folder + "/status").First(l => l.StartsWith("Threads:", StringComparison.Ordinal));
        return new Vital(service.ResidentBytes(), long.Parse(threads["Threads:".Length..], CultureInfo.InvariantCulture), Directory.EnumerateFileSystemEntries(folder + "/fd").LongCount());
    }

    public void Add(Vital vital) => _samples.Add(vital);

    /// <summary>The first fifth only warms up; the middle of the next is held against the middle of the last.</summary>
    public IEnumerable<string> Growth()
    {
        if (_samples.Count < Least)
        {
            yield break;
        }

        foreach (var (what, of, slack, unit) in ((string, Func<Vital, long>, long, long)[])[("MB of memory", v => v.Bytes, 30 * Mega, Mega), ("threads", v => v.Threads, 10, 1), ("open files", v => v.Files, 30, 1)])
        {
            var (early, late) = (Middle(of, _samples.Count / 5), Middle(of, _samples.Count - (_samples.Count / 5)));
            if (late > (early * 1.15) + slack)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"the service should not grow and went from {early / unit} to {late / unit} {what}");
            }
        }
    }

    /// <summary>What was more than there may ever be.</summary>
    public IEnumerable<string> Excess()
    {
        if (_samples.Max(s => s.Bytes) is > MostBytes and var bytes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the service should stay below {MostBytes / Mega} MB and took {bytes / Mega} MB");
        }

        if (_samples.Max(s => s.Threads) is > MostThreads and var threads)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the service should stay below {MostThreads} threads and had {threads}");
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_samples[0].Bytes / Mega} MB at first, {_samples.Max(s => s.Bytes) / Mega} at most, {_samples[^1].Bytes / Mega} at last; at most {_samples.Max(s => s.Threads)} threads and {_samples.Max(s => s.Files)} open files");

    private long Middle(Func<Vital, long> of, int from)
    {
        var part = _samples.Skip(from).Take(_samples.Count / 5).Select(of).Order().ToList();
        return part[part.Count / 2];
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken end)
    {
        try
        {
            return await timer.WaitForNextTickAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
