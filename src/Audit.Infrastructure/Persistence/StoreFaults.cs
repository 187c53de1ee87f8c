using System.Data.Common;
using Audit.Application.Common;
using Audit.Infrastructure.Persistence.Writing;

namespace Audit.Infrastructure.Persistence;

/// <summary>Finds the database's own error inside what EF Core throws.</summary>
internal abstract class StoreFaults : IStoreFaults
{
    public virtual bool IsUnavailable(Exception exception) =>
        exception is StoreBusyException or StoreGoneException or CommitFailedException || DatabaseError(exception) is { } error && IsUnavailable(error);

    public bool IsOverloaded(Exception exception) => exception is StoreOverloadedException;

    public static DbException? DatabaseError(Exception? exception)
    {
        while (exception is not null and not DbException)
        {
            exception = exception.InnerException;
        }

        return (DbException?)exception;
    }

    protected abstract bool IsUnavailable(DbException error);
}
