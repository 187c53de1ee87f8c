namespace Audit.Trials.Faults;

/// <summary>A part of the file is written over by somebody else. Where the service has written it anew since, that stays.</summary>
internal abstract class Overwritten(string name, Expectation expectation) : Fault(name, expectation)
{
    private readonly List<(long At, byte[] Damage, byte[] Before)> _parts = [];

    public override void Begin(Place place, Random random)
    {
        foreach (var (at, damage) in Damage(place, random))
        {
            _parts.Add((at, damage, place.Overwrite(at, damage)));
        }
    }

    public override void End(Place place)
    {
        using var file = new FileStream(place.File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        foreach (var (at, damage, before) in _parts)
        {
            var now = new byte[damage.Length];
            file.Position = at;
            file.ReadExactly(now);
            if (now.AsSpan().SequenceEqual(damage))
            {
                file.Position = at;
                file.Write(before);
            }
        }

        file.Flush(flushToDisk: true);
    }

    protected abstract IReadOnlyList<(long At, byte[] Damage)> Damage(Place place, Random random);
}

/// <summary>The first hundred bytes, by which SQLite knows its files.</summary>
/// <param name="name">What it is called.</param>
/// <param name="expectation">What the service must do.</param>
/// <param name="isQuiet">With an empty log nothing but the file has them; else the log may have them too, and then nothing is lost.</param>
/// <param name="isRandom">Random bytes; zeros else.</param>
internal sealed class DamagedHeader(string name, Expectation expectation, bool isQuiet, bool isRandom) : Overwritten(name, expectation)
{
    private const int Length = 100;

    public override bool IsQuiet => isQuiet;

    public override void Begin(Place place, Random random)
    {
        if (isQuiet)
        {
            place.EmptyLog();
        }

        base.Begin(place, random);
    }

    protected override IReadOnlyList<(long At, byte[] Damage)> Damage(Place place, Random random)
    {
        var bytes = new byte[Length];
        if (isRandom)
        {
            random.NextBytes(bytes);
        }

        return [(0, bytes)];
    }
}

/// <summary>Pages of tables and indexes. SQLite knows those by their first byte; of others it would take what stands there for text.</summary>
internal sealed class DamagedPages() : Overwritten("pages damaged", Expectation.Either)
{
    private const int Most = 8;
    private const byte None = 0xEE;
    private static readonly byte[] s_kinds = [2, 5, 10, 13];

    public override bool IsQuiet => true;

    public override void Begin(Place place, Random random)
    {
        place.EmptyLog();
        base.Begin(place, random);
    }

    protected override IReadOnlyList<(long At, byte[] Damage)> Damage(Place place, Random random)
    {
        var all = File.ReadAllBytes(place.File);
        var size = (all[16] << 8) | all[17];
        var pages = Enumerable.Range(1, (all.Length / size) - 1).Where(page => s_kinds.AsEnumerable().Contains(all[page * size])).ToList();
        return [.. pages.OrderBy(_ => random.Next()).Take(Most).Select(page => (page * (long)size, Nonsense(size, random)))];
    }

    private static byte[] Nonsense(int size, Random random)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        bytes[0] = None;
        return bytes;
    }
}
