namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>
/// How many may read at once, where a read has a thread and a core to itself from its first row to its last: more of them would make all
/// slower. Those that may go through a whole tenant have only a part of the places, and one tenant's half of that, so that the others pass.
/// </summary>
internal sealed class ReadTurns(int most, int mostLong, TimeSpan patience)
{
    private readonly SemaphoreSlim _all = new(most);
    private readonly SemaphoreSlim _long = new(mostLong);
    private readonly TimeSpan _patience = patience;
    private readonly int _mostOfTenant = Math.Max(1, mostLong / 2);
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);

    /// <summary>As many at once as there are, for databases that see to that themselves.</summary>
    public static ReadTurns Unlimited() => new(int.MaxValue, int.MaxValue, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for a place; disposing gives it back.</summary>
    /// <exception cref="StoreOverloadedException">There was none in time.</exception>
    public async ValueTask<IDisposable> EnterAsync(ReadLength length, string tenantId, CancellationToken cancellationToken)
    {
        var turn = new Turn(this);
        var isIn = false;
        try
        {
            if (length == ReadLength.Long)
            {
                await turn.WaitAsync(Join(tenantId), cancellationToken);
                await turn.WaitAsync(_long, cancellationToken);
            }

            await turn.WaitAsync(_all, cancellationToken);
            isIn = true;
            return turn;
        }
        finally
        {
            if (!isIn)
            {
                turn.Dispose();
            }
        }
    }

    private Share Join(string tenantId)
    {
        lock (_shares)
        {
            if (!_shares.TryGetValue(tenantId, out var share))
            {
                _shares.Add(tenantId, share = new Share(tenantId, new SemaphoreSlim(_mostOfTenant)));
            }

            share.Users++;
            return share;
        }
    }

    private void Leave(Share share)
    {
        lock (_shares)
        {
            if (--share.Users == 0)
            {
                _shares.Remove(share.TenantId);
            }
        }
    }

    /// <summary>The places of one tenant, for as long as anybody has or wants one.</summary>
    private sealed class Share(string tenantId, SemaphoreSlim places)
    {
        public string TenantId => tenantId;

        public SemaphoreSlim Places => places;

        public int Users { get; set; }
    }

    /// <summary>What one read has taken so far.</summary>
    private sealed class Turn(ReadTurns owner) : IDisposable
    {
        private readonly List<SemaphoreSlim> _taken = new(1);
        private Share? _share;

        public Task WaitAsync(Share share, CancellationToken cancellationToken)
        {
            _share = share;
            return WaitAsync(share.Places, cancellationToken);
        }

        public async Task WaitAsync(SemaphoreSlim places, CancellationToken cancellationToken)
        {
            if (!await places.WaitAsync(owner._patience, cancellationToken))
            {
                throw new StoreOverloadedException();
            }

            _taken.Add(places);
        }

        public void Dispose()
        {
            foreach (var places in _taken)
            {
                places.Release();
            }

            _taken.Clear();
            if (_share is not null)
            {
                owner.Leave(_share);
                _share = null;
            }
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
