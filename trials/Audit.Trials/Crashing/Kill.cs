using System.Globalization;

namespace Audit.Trials.Crashing;

/// <summary>What the service is doing when it is killed.</summary>
internal enum KillMoment
{
    /// <summary>It writes.</summary>
    Load,

    /// <summary>It was started just now, and has what the last kill left to recover.</summary>
    Start,

    /// <summary>It was asked to stop: it finishes what it has begun, and writes its log back into the file.</summary>
    Stop,

    /// <summary>It writes, and so does another process on the same file.</summary>
    Pair,
}

/// <summary>When a process is killed.</summary>
/// <param name="Number">The first, the second …</param>
/// <param name="Moment">While it does what.</param>
/// <param name="Writes">After so many acknowledgements since the check before; 0 where only the time counts.</param>
/// <param name="After">So long after that, or, while it starts, such a part of the time that a start takes.</param>
/// <param name="IsFirst">Of two processes, whether it is the one that was there first.</param>
internal sealed record Kill(int Number, KillMoment Moment, int Writes, double After, bool IsFirst)
{
    private const int MostWrites = 150;

    /// <summary>The first two find no file, or one that is just being made.</summary>
    public static Kill Next(Random random, int number)
    {
        var moment = number <= 2 ? KillMoment.Start : random.Next(20) switch
        {
            < 11 => KillMoment.Load,
            < 14 => KillMoment.Start,
            < 17 => KillMoment.Stop,
            _ => KillMoment.Pair,
        };
        var writes = moment == KillMoment.Load && random.Next(3) == 0 ? 0 : random.Next(1, MostWrites);
        return new Kill(number, moment, writes, random.NextDouble(), random.Next(2) == 0);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"after kill {Number} ({Moment}, {Writes} writes, {After:0.000}{(IsFirst ? ", the first" : "")})");
}
