using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Security;

/// <summary>
/// The issuer's name and keys, kept for an hour. It stands in for the library's manager, under which the first token of a
/// new key is refused, and an issuer that is away keeps every request waiting, one after the other.
/// </summary>
internal sealed partial class IssuerMetadata(string authority, IDocumentRetriever documents, TimeProvider clock, ILogger<IssuerMetadata> log)
    : IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>After a failure without keys at hand, requests are answered at once for so long.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Between two readings for the sake of an unknown key, which anybody can make up.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>A key that the issuer withdraws is accepted no longer than this.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _address = authority.TrimEnd('/') + "/.well-known/openid-configuration";
    private volatile State _state = new(Current: null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>What the issuer last said: another object after each reading; null as long as it was never reached.</summary>
    public OpenIdConnectConfiguration? Current => _state.Current;

    /// <summary>What the issuer last said, asked again when it is due.</summary>
    /// <exception cref="IssuerUnavailableException">It was never reached.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var state = _state;
        if (clock.GetUtcNow() >= state.DueAt)
        {
            await ReadAsync(state, waits: state.Current is null, cancel);
        }

        return _state.Current ?? throw new IssuerUnavailableException();
    }

    /// <summary>What the issuer last said, asked again when a token of its names a key that isn't known: it may have a new one.</summary>
    /// <exception cref="IssuerUnavailableException">It was never reached.</exception>
    public async Task<OpenIdConnectConfiguration> LookForKeyAsync(string issuer, string? keyId, CancellationToken cancel)
    {
        var known = await GetConfigurationAsync(cancel);
        var state = _state;
        if (keyId is not null
            && string.Equals(known.Issuer, issuer, StringComparison.Ordinal)
            && !known.SigningKeys.Any(k => k.KeyId is null || k.KeyId == keyId)
            && clock.GetUtcNow() >= state.TriedAt + Pause)
        {
            await ReadAsync(state, waits: true, cancel);
        }

        return _state.Current ?? known;
    }

    /// <summary>Of no use here: <see cref="LookForKeyAsync"/> comes before the token is judged, not after.</summary>
    public void RequestRefresh()
    {
    }

    /// <summary>One reads at a time. Who has keys goes on with them meanwhile, unless it <paramref name="waits"/>.</summary>
    private async Task ReadAsync(State seen, bool waits, CancellationToken cancel)
    {
        if (!await _turn.WaitAsync(waits ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancel))
        {
            return;
        }

        try
        {
            if (ReferenceEquals(_state, seen))
            {
                await ReplaceAsync(seen.Current);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>However the reading ends, it counts as one, or a fault nobody thought of would have every request read again.</summary>
    private async Task ReplaceAsync(OpenIdConnectConfiguration? current)
    {
        OpenIdConnectConfiguration? read = null;
        try
        {
            read = await ReadAsync();
        }
        finally
        {
            var now = clock.GetUtcNow();
            var wait = read is not null ? Lifetime : current is not null ? Pause : RetryAfter;
            _state = new State(read ?? current, now, now + wait);
        }
    }

    /// <summary>Not given up with the request that began it, since others wait for it: the client's time limit ends it.</summary>
    private async Task<OpenIdConnectConfiguration?> ReadAsync()
    {
        try
        {
            var configuration = OpenIdConnectConfiguration.Create(await documents.GetDocumentAsync(_address, CancellationToken.None));
            configuration.JsonWebKeySet = JsonWebKeySet.Create(await documents.GetDocumentAsync(configuration.JwksUri, CancellationToken.None));
            foreach (var key in UsableKeys(configuration.JsonWebKeySet))
            {
                configuration.SigningKeys.Add(key);
            }

            if (configuration.SigningKeys.Count > 0)
            {
                return configuration;
            }

            NoKeys(log, _address);
        }
        catch (IOException e)
        {
            NotRead(log, _address, e);
        }
        catch (ArgumentException e)
        {
            // not JSON, no key set, or a plain http address where that isn't allowed
            NotRead(log, _address, e);
        }

        return null;
    }

    /// <summary>A shared secret has no place among published keys, and a null among them is too much for the library.</summary>
    private static IEnumerable<SecurityKey> UsableKeys(JsonWebKeySet set) =>
        set.Keys?.All(k => k is not null) == true ? set.GetSigningKeys().OfType<AsymmetricSecurityKey>() : [];

    [LoggerMessage(1, LogLevel.Warning, "The issuer's keys cannot be read from {Address}")]
    private static partial void NotRead(ILogger logger, string address, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The issuer publishes no usable key; its metadata is at {Address}")]
    private static partial void NoKeys(ILogger logger, string address);

    /// <summary>Replaced as a whole, so that nobody reads half of a change.</summary>
    /// <param name="Current">What the issuer last said.</param>
    /// <param name="TriedAt">When it was last asked.</param>
    /// <param name="DueAt">When it is to be asked again.</param>
    private sealed record State(OpenIdConnectConfiguration? Current, DateTimeOffset TriedAt, DateTimeOffset DueAt);
}
