namespace Audit.Application.Common;

/// <summary>Whether the store can be used.</summary>
public interface IStoreReadiness
{
    /// <summary>Whether the database is there and has every migration that this build knows.</summary>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken);
}
