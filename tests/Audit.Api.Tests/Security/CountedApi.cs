namespace Audit.Api.Tests.Security;

/// <summary>An API in production with an issuer of its own, whose verifications are counted.</summary>
public abstract class CountedApi : IAsyncLifetime
{
    private protected OidcServer Issuer { get; private set; } = null!;

    private protected SecuredApi Api { get; private set; } = null!;

    private protected HttpClient Client { get; private set; } = null!;

    private protected CountedVerifications Verified { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await OidcServer.StartAsync(https: true);
        Api = SecuredApi.InProduction(Issuer);
        Client = Api.CreateClient();
        Verified = CountedVerifications.In(Api);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
