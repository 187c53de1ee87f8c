namespace Audit.Application.Common;

/// <summary>Tells a store that can't be used now (away, locked, full, damaged) from a fault of our own.</summary>
public interface IStoreFaults
{
    bool IsUnavailable(Exception exception);

    /// <summary>Whether only too much was asked of it at once.</summary>
    bool IsOverloaded(Exception exception);
}
