namespace Audit.Infrastructure.Persistence;

/// <summary>The store works, but what was ahead took too long.</summary>
internal sealed class StoreOverloadedException() : Exception("What was ahead at the store took too long.");
