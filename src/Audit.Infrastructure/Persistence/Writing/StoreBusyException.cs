namespace Audit.Infrastructure.Persistence.Writing;

/// <summary>Another process writes, and took too long.</summary>
internal sealed class StoreBusyException() : Exception("The store's writer has been busy for too long.");
