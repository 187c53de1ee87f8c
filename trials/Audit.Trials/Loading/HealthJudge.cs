using System.Globalization;

namespace Audit.Trials.Loading;

/// <summary>What load may do to the service's health.</summary>
internal static class HealthJudge
{
    private static readonly TimeSpan s_mostLive = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mostUnready = TimeSpan.FromSeconds(2);

    /// <summary>It says that it lives, at once; and is unready for a moment at the most.</summary>
    public static IEnumerable<string> FaultsOf(HealthProbe live, HealthProbe ready)
    {
        if (live.Unhealthy is { } status)
        {
            yield return "/health/live should always be answered with 200 and was with " + status;
        }

        if (live.Slowest > s_mostLive)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"/health/live should be answered within {s_mostLive.TotalSeconds} s and took {live.Slowest.TotalSeconds:0.0} s");
        }

        if (ready.LongestUnhealthy > s_mostUnready)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"/health/ready should not be other than 200 for longer than {s_mostUnready.TotalSeconds} s and was for {ready.LongestUnhealthy.TotalSeconds:0.0} s ({ready.Unhealthy})");
        }
    }

    /// <summary>Nothing is refused, and half of the answers come within three times what they took; so little more that it may be the machine's is none.</summary>
    public static bool IsRecovered(Latencies before, Latencies after, int refused)
    {
        const int Noise = 20;
        return refused == 0 && after.At(0.5) <= (before.At(0.5) * 3) + Noise;
    }
}
