namespace Audit.Trials.Faults;

/// <summary>Something that befalls the store's file, and passes. Disposing leaves nothing of it, whatever came between.</summary>
internal abstract class Fault(string name, Expectation expectation) : IDisposable
{
    public string Name => name;

    /// <summary>What the service must do while it lasts.</summary>
    public Expectation Expectation => expectation;

    /// <summary>Whether nobody may be reading or writing when it begins.</summary>
    public virtual bool IsQuiet => false;

    /// <summary>Whether it lasts as long as a lock is to be held.</summary>
    public virtual bool IsLock => false;

    public abstract void Begin(Place place, Random random);

    /// <summary>More that happens while it lasts, one after the other.</summary>
    public virtual IEnumerable<Action> Turns(Place place) => [];

    public abstract void End(Place place);

    public virtual void Dispose()
    {
    }
}
