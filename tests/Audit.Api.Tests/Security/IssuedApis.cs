namespace Audit.Api.Tests.Security;

/// <summary>A service and the issuer it trusts; the tests of a class share one.</summary>
public abstract class IssuedApi : IAsyncLifetime
{
    private OidcServer? _issuer;
    private SecuredApi? _api;

    public OidcServer Issuer => _issuer ?? throw new InvalidOperationException("Not started.");

    public SecuredApi Api => _api ?? throw new InvalidOperationException("Not started.");

    protected abstract bool IsDevelopment { get; }

    public HttpClient CreateClient() => Api.CreateClient();

    public Dictionary<string, object?> Payload(params (string Claim, object? Value)[] claims) => TestTokens.Payload(Issuer.Issuer, Api.Clock, claims);

    public string Token(params (string Claim, object? Value)[] claims) => TestTokens.Sign(Payload(claims), OidcServer.RsaKey, "RS256");

    public async Task InitializeAsync()
    {
        _issuer = await OidcServer.StartAsync(https: !IsDevelopment);
        _api = IsDevelopment ? SecuredApi.InDevelopment(_issuer, UserJwts.Settings) : SecuredApi.InProduction(_issuer, UserJwts.Settings);
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}

public sealed class ProductionApi : IssuedApi
{
    protected override bool IsDevelopment => false;
}

/// <summary>Shared secrets are trusted as well, so that HS256 is an algorithm that is known.</summary>
public sealed class DevelopmentApi : IssuedApi
{
    protected override bool IsDevelopment => true;
}
