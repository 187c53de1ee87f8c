namespace Audit.Infrastructure.Persistence.Writing;

/// <summary>What the store is kept in is not there, or no longer what it was.</summary>
internal sealed class StoreGoneException(string what, Exception? inner = null) : Exception(what, inner);
