namespace Audit.Trials.Faults;

/// <summary>The file is moved away, and back.</summary>
internal sealed class MovedFile() : Fault("audit.db moved away", Expectation.AllStops)
{
    public override void Begin(Place place, Random random) => File.Move(place.File, place.File + ".away");

    public override void End(Place place) => File.Move(place.File + ".away", place.File);
}

/// <summary>The folder is moved away, and back.</summary>
internal sealed class MovedFolder() : Fault("the folder moved away", Expectation.AllStops)
{
    public override void Begin(Place place, Random random) => Directory.Move(place.Folder, place.Folder + ".away");

    public override void End(Place place) => Directory.Move(place.Folder + ".away", place.Folder);
}

/// <summary>
/// The file is deleted for good, while nobody writes; an empty one and then its copy are put there, beside the log of the one that is gone.
/// Only when that is removed the copy can be taken for what it is.
/// </summary>
internal sealed class ReplacedFile() : Fault("audit.db deleted and replaced", Expectation.AllStops)
{
    private const string Copy = ".copy";

    public override bool IsQuiet => true;

    public override void Begin(Place place, Random random)
    {
        place.EmptyLog();
        File.Copy(place.File, place.File + Copy);
        File.Delete(place.File);
    }

    public override IEnumerable<Action> Turns(Place place) =>
    [
        () => File.WriteAllBytes(place.File, []),
        () => File.Move(place.File + Copy, place.File, overwrite: true),
    ];

    public override void End(Place place)
    {
        File.Delete(place.Log);
        File.Delete(place.Index);
    }
}
