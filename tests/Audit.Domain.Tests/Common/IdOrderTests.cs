using System.Collections.Concurrent;
using Audit.Domain.Common;

namespace Audit.Domain.Tests.Common;

/// <summary>The order of ids is the process's: nobody else may make any meanwhile.</summary>
[CollectionDefinition(nameof(IdOrderTests), DisableParallelization = true)]
[Collection(nameof(IdOrderTests))]
public sealed class IdOrderTests
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    [Fact]
    public void New_WhenMadeTenThousandTimesInOneMillisecond_IsUniqueAndRising()
    {
        var ids = Enumerable.Range(0, 10_000).Select(i => Ids.New(Ids.Incident, Given.Start.AddTicks(i))).ToList();

        ids.Should().OnlyHaveUniqueItems();
        Rises(ids).Should().BeTrue();
        ids.Should().OnlyContain(id => Ids.TimeOf(id) == Given.Start);
    }

    [Fact]
    public void New_WhenKindsAreMixedInOneMillisecond_RisesWithinEach()
    {
        string[] prefixes = [Ids.Incident, Ids.Anomaly, Ids.Comment];
        var ids = Enumerable.Range(0, 3_000).Select(i => Ids.New(prefixes[i % 3], Given.Start)).ToList();

        ids.Select(id => id[4..]).Should().OnlyHaveUniqueItems();
        ids.GroupBy(id => id[..4], StringComparer.Ordinal).Should().OnlyContain(kind => Rises(kind));
    }

    [Fact]
    public void New_WhenTheMillisecondChanges_StillRises()
    {
        var ids = Enumerable.Range(0, 1_000).SelectMany(ms => Enumerable.Range(0, 1 + (ms % 5)).Select(_ => Ids.New(Ids.Anomaly, Given.Start.AddMilliseconds(ms)))).ToList();

        Rises(ids).Should().BeTrue();
        ids.Select(Ids.TimeOf).Distinct().Should().Equal(Enumerable.Range(0, 1_000).Select(ms => Given.Start.AddMilliseconds(ms)));
    }

    [Fact]
    public void New_WhenTheClockGoesBack_IsOfTheMillisecondThatIsAskedFor()
    {
        var later = Ids.New(Ids.Incident, Given.Start.AddSeconds(1));
        var earlier = Enumerable.Range(0, 100).Select(_ => Ids.New(Ids.Incident, Given.Start)).ToList();

        earlier.Should().OnlyContain(id => Ids.TimeOf(id) == Given.Start && string.CompareOrdinal(id, later) < 0);
        Rises(earlier).Should().BeTrue();
    }

    [Fact]
    public void New_WhenItIsNotTheFirstOfItsMillisecond_IsStillAUuidOfVersion7()
    {
        var values = Enumerable.Range(0, 5_000).Select(_ => ValueOf(Ids.New(Ids.Comment, Given.Start))).ToList();

        values.Should().OnlyContain(v => (long)(v >> 80) == Given.Start.ToUnixTimeMilliseconds());
        values.Should().OnlyContain(v => (int)((v >> 76) & 0xf) == 7 && (int)((v >> 62) & 0b11) == 0b10);
        // a step that could be told would give the next id away
        values.Zip(values.Skip(1), (a, b) => b - a).Distinct().Should().HaveCountGreaterThan(4_900);
    }

    [Fact]
    public async Task New_WhenManyAtOnceMakeThem_GivesNoneTwiceAndEachItsOwnInOrder()
    {
        var all = new ConcurrentBag<string>();
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, start.ParticipantCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                var mine = Enumerable.Range(0, 2_500).Select(_ => Ids.New(Ids.Incident, Given.Start)).ToList();
                Rises(mine).Should().BeTrue();
                mine.ForEach(all.Add);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        all.Should().HaveCount(10_000).And.OnlyHaveUniqueItems();
    }

    private static bool Rises(IEnumerable<string> ids)
    {
        var list = ids.ToList();
        return list.Count > 0 && list.Zip(list.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);
    }

    private static UInt128 ValueOf(string id) => id[4..].Aggregate(UInt128.Zero, (sum, c) => (sum << 5) + (UInt128)Alphabet.IndexOf(c, StringComparison.Ordinal));
}
