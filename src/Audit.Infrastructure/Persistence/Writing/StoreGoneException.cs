namespace Audit.Infrastructure.Persistence.Writing;

/// <summary>What the store is kept in is not there, no longer what it was, or takes nothing.</summary>
internal sealed class StoreGoneException(string what, Exception? inner = null) : Exception(what, inner);
