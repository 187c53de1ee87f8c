namespace Audit.Bench.Driving;

/// <summary>
/// Which incident is told which status. The present status would be answered without a change, so every run has open incidents
/// of its own, and passes over them alternate between two statuses that lead to each other.
/// </summary>
public sealed class StatusPlan(IReadOnlyList<string> openIds, int runs, int threads)
{
    private static readonly string[] s_passes = ["investigating", "contained"];

    /// <summary>A multiple of the threads: these take the lines in turn, and an incident must be on the same one in every pass.</summary>
    private readonly int _perRun = openIds.Count / runs / threads * threads;

    private int _taken;

    /// <summary>The moves of one run, to be gone through again and again.</summary>
    /// <exception cref="MeasurementException">
    /// All runs had theirs; or there are so few that a request could overtake the one before it about the same incident.
    /// </exception>
    public IReadOnlyList<(string Id, string Status)> Next()
    {
        if (_perRun <= Wrk.Connections || _taken == runs)
        {
            throw new MeasurementException("There are too few open incidents for so many rounds.");
        }

        var own = openIds.Skip(_taken++ * _perRun).Take(_perRun).ToList();
        return [.. from status in s_passes from id in own select (id, status)];
    }
}
