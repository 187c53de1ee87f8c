namespace Audit.Trials.Faults;

/// <summary>Somebody else fills the disk; what is left of the log's last page may still take a write.</summary>
internal sealed class FullDisk() : Fault("disk full", new Expectation(Duty.GoOn, Duty.Either, Duty.Stop))
{
    private const int Most = 1 << 16;

    public override void Begin(Place place, Random random)
    {
        using var ballast = new FileStream(Ballast(place), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[Most];
        for (var size = Most; size > 0;)
        {
            try
            {
                ballast.Write(bytes, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public override void End(Place place) => File.Delete(Ballast(place));

    private static string Ballast(Place place) => Path.Combine(place.Folder, "ballast");
}

/// <summary>The folder is mounted over itself so that nothing in it can be changed by whoever comes by its path.</summary>
internal sealed class ReadOnlyMount() : Fault("mounted read-only", new Expectation(Duty.GoOn, Duty.Stop, Duty.Stop))
{
    private Mount? _mount;

    public override void Begin(Place place, Random random) => _mount = Mount.ReadOnly(place.Folder);

    public override void End(Place place) => Dispose();

    public override void Dispose()
    {
        _mount?.Dispose();
        _mount = null;
    }
}

/// <summary>The file and its log can't be changed by anybody, whoever has them open already among them.</summary>
internal sealed class Immutable() : Fault("file read-only", new Expectation(Duty.GoOn, Duty.Stop, Duty.Stop))
{
    private Place? _place;

    /// <summary>Whether such a file can be made in the folder.</summary>
    public static bool IsPossibleIn(string folder)
    {
        var file = Path.Combine(folder, "immutable");
        File.WriteAllBytes(file, []);
        var isPossible = Mount.Runs("chattr", "+i", file) && Mount.Runs("chattr", "-i", file);
        File.Delete(file);
        return isPossible;
    }

    public override void Begin(Place place, Random random)
    {
        _place = place;
        Change("+i", place);
    }

    public override void End(Place place) => Dispose();

    public override void Dispose()
    {
        if (_place is { } place)
        {
            Change("-i", place);
            _place = null;
        }
    }

    private static void Change(string attribute, Place place)
    {
        if (!Mount.Runs("chattr", attribute, place.File, place.Log))
        {
            throw new TrialException($"chattr {attribute} failed.");
        }
    }
}
