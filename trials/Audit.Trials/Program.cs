using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Audit.Trials;

/// <summary>Holds a trial of the service and says what it found.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            var (trial, settings) = Arguments.Parse(args, TrialList.All);
            using var end = new CancellationTokenSource();
            // the services it started are gone before it is
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            return await HoldAsync(trial, settings, end.Token);

            void Stop(PosixSignalContext context)
            {
                context.Cancel = true;
                end.Cancel();
            }
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (TrialException e)
        {
            await Console.Error.WriteLineAsync("The trial could not be held: " + e.Message);
            return 3;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static async Task<int> HoldAsync(Trial trial, TrialSettings settings, CancellationToken cancellationToken)
    {
        var report = new TrialReport();
        var start = Stopwatch.GetTimestamp();
        await Console.Out.WriteLineAsync($"{trial.Name}: {trial.Claim}");
        await Console.Out.WriteLineAsync(string.Join(' ', trial.Options.Select(o => string.Create(CultureInfo.InvariantCulture, $"--{o.Name} {settings[o.Name]}"))));
        await trial.RunAsync(settings, report, cancellationToken);
        report.Figure("took", string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        await report.WriteAsync(Console.Out);
        return report.Found == 0 ? 0 : 1;
    }
}
