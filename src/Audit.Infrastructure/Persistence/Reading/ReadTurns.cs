using Audit.Infrastructure.Persistence.Writing;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>
/// How many may read at once, where a read has a thread and a core to itself from its first row to its last: more of them would make all
/// slower. Those that may go through a whole tenant have only a part of the places, so that the others pass.
/// </summary>
internal sealed class ReadTurns(int most, int mostLong, TimeSpan patience) : IDisposable
{
    private readonly SemaphoreSlim _all = new(most);
    private readonly SemaphoreSlim _long = new(mostLong);

    /// <summary>As many at once as there are, for databases that see to that themselves.</summary>
    public static ReadTurns Unlimited() => new(int.MaxValue, int.MaxValue, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for a place; disposing gives it back.</summary>
    /// <exception cref="StoreBusyException">There was none in time.</exception>
    public async ValueTask<Turn> EnterAsync(ReadLength length, CancellationToken cancellationToken)
    {
        if (length == ReadLength.Short)
        {
            await WaitAsync(_all, cancellationToken);
            return new Turn(_all, behind: null);
        }

        await WaitAsync(_long, cancellationToken);
        var isIn = false;
        try
        {
            await WaitAsync(_all, cancellationToken);
            isIn = true;
            return new Turn(_all, _long);
        }
        finally
        {
            if (!isIn)
            {
                _long.Release();
            }
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        _long.Dispose();
    }

    private async Task WaitAsync(SemaphoreSlim places, CancellationToken cancellationToken)
    {
        if (!await places.WaitAsync(patience, cancellationToken))
        {
            throw new StoreBusyException();
        }
    }

    internal readonly struct Turn(SemaphoreSlim all, SemaphoreSlim? behind) : IDisposable
    {
        public void Dispose()
        {
            all.Release();
            behind?.Release();
        }
    }
}

/// <summary>How much a read may have to go through.</summary>
internal enum ReadLength
{
    /// <summary>What an index leads to.</summary>
    Short,

    /// <summary>A tenant's things or entries, all of them at worst.</summary>
    Long,
}
