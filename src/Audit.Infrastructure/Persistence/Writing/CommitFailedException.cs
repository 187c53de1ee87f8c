namespace Audit.Infrastructure.Persistence.Writing;

/// <summary>The transaction that a unit of work was part of could not be committed; nothing of it is in the store.</summary>
internal sealed class CommitFailedException(Exception? inner) : Exception("The store could not commit.", inner);
