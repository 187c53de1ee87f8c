using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audit.Bench.Driving;

/// <summary>What a run of wrk came to.</summary>
/// <param name="P50Ms">Null where nothing was answered.</param>
/// <param name="Failed">Answers that are no success.</param>
/// <param name="Broken">Connections that couldn't be made, broke or waited too long.</param>
public sealed record Run(long Requests, double Seconds, double? P50Ms, double? P99Ms, long Failed, long Broken)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>Drives a server from 32 connections.</summary>
public sealed class Wrk(string script, string folder)
{
    public const int Threads = 2;
    public const int Connections = 32;

    /// <summary>What has fewer answers than this says little.</summary>
    private const int Enough = 3 * Connections;
    private const int LongestSeconds = 30;

    /// <summary>One run of the operation on a file that is in memory, as far as that goes; or a longer run where that had too few answers.</summary>
    /// <exception cref="MeasurementException">Not every answer was a success.</exception>
    public async Task<Run> DriveAsync(Operation operation, Target target, int seconds, CancellationToken cancellationToken)
    {
        var requests = Path.Combine(folder, "requests.txt");
        await File.WriteAllLinesAsync(requests, operation.Lines(target), cancellationToken);
        await PageCache.FillAsync(target.Database, cancellationToken);
        var run = await RunAsync(operation, target, requests, seconds, cancellationToken);
        while (!operation.Writes && run is { Requests: < Enough, Failed: 0, Broken: 0 } && seconds < LongestSeconds)
        {
            seconds = Math.Min(LongestSeconds, seconds * 5);
            await target.Server.SettleAsync(cancellationToken);
            run = await RunAsync(operation, target, requests, seconds, cancellationToken);
        }

        if (run.Failed > 0 || run.Broken > 0)
        {
            var (_, sample) = await WrkAsync(operation, target, requests, 1, isSample: true, cancellationToken);
            throw new MeasurementException(string.Create(
                CultureInfo.InvariantCulture,
                $"{operation.Name}: of {run.Requests} requests to {target.Server.Address} {run.Failed} failed and {run.Broken} connections broke. Repeated: {(sample.Length > 0 ? sample.Split('\n')[0] : "no failure")}"));
        }

        await target.Server.SettleAsync(cancellationToken);
        return run;
    }

    private async Task<Run> RunAsync(Operation operation, Target target, string requests, int seconds, CancellationToken cancellationToken)
    {
        var (output, error) = await WrkAsync(operation, target, requests, seconds, isSample: false, cancellationToken);
        var row = output.Split('\n').LastOrDefault(line => line.StartsWith('{')) ?? throw new MeasurementException($"wrk failed: {output}{error}");
        return JsonSerializer.Deserialize(row, RunJson.Default.Run)!;
    }

    private async Task<(string Output, string Error)> WrkAsync(Operation operation, Target target, string requests, int seconds, bool isSample, CancellationToken cancellationToken)
    {
        string[] arguments = [$"-t{Threads}", $"-c{Connections}", string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "--timeout", "60s", "-s", script, target.Server.Address];
        var start = new ProcessStartInfo("wrk", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BENCH_REQUESTS"] = requests;
        start.Environment["BENCH_THREADS"] = Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["BENCH_TOKEN"] = (operation.IsInSmallTenant ? target.SmallTenantToken : target.Token) ?? "";
        if (isSample)
        {
            start.Environment["BENCH_SAMPLE"] = "1";
        }

        using var wrk = Process.Start(start)!;
        try
        {
            var output = wrk.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = wrk.StandardError.ReadToEndAsync(cancellationToken);
            await wrk.WaitForExitAsync(cancellationToken);
            return (await output, await error);
        }
        catch (OperationCanceledException)
        {
            wrk.Kill();
            throw;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Run))]
internal sealed partial class RunJson : JsonSerializerContext;
