namespace Audit.Infrastructure.Persistence.Writing;

/// <summary>The writers ahead took too long.</summary>
internal sealed class StoreBusyException() : Exception("The store's writer has been busy for too long.");
