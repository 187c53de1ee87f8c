using System.Runtime.InteropServices;
using Audit.Bench;
using Audit.Bench.Driving;

try
{
    var options = BenchOptions.Parse(args);
    if (options.CheckOnly)
    {
        return 0;
    }

    var root = Environment.GetEnvironmentVariable("AUDIT_BENCH_ROOT") ?? throw new UsageException("Start it by bench/run.sh.");
    using var end = new CancellationTokenSource();
    // servers and copies are gone before this process is
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await new Session(root, options).RunAsync(end.Token);
    return 0;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        end.Cancel();
    }
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync($"{e.Message} bench/run.sh --help says what there is.");
    return 2;
}
catch (Exception e) when (e is MeasurementException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
