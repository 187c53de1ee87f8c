using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Tests.Security;

/// <summary>An issuer on a loopback port: a discovery document and keys, which tests change, break and take away.</summary>
public sealed class OidcServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private HeldReading? _held;

    private OidcServer(WebApplication app)
    {
        _app = app;
        app.MapGet("/.well-known/openid-configuration", Discovery);
        app.MapGet("/jwks", () => BrokenKeys is { } keys ? Results.Content(keys, "application/json") : Answer(new { keys = Keys.Select(Jwk).ToArray() }));
    }

    public static X509Certificate2 Certificate { get; } = SelfSigned();

    public static RsaSecurityKey RsaKey { get; } = NewRsa("rsa-1");

    public static ECDsaSecurityKey EcKey { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "ec-1" };

    public string Issuer { get; private set; } = "";

    /// <summary>Replaced as a whole, since it may be read at the same time.</summary>
    public IReadOnlyList<SecurityKey> Keys { get; set; } = [RsaKey, EcKey];

    /// <summary>What is answered instead of JSON, with which status.</summary>
    public (int Status, string Body)? Broken { get; set; }

    /// <summary>What is answered in place of the keys.</summary>
    public string? BrokenKeys { get; set; }

    public int Reads { get; private set; }

    public static async Task<OidcServer> StartAsync(bool https)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (https)
            {
                listen.UseHttps(Certificate);
            }
        }));
        var server = new OidcServer(builder.Build());
        await server._app.StartAsync();
        server.Issuer = server._app.Urls.Single().TrimEnd('/');
        return server;
    }

    public static RsaSecurityKey NewRsa(string keyId) => new(RSA.Create(2048)) { KeyId = keyId };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The next reading stays without an answer until it is released.</summary>
    public HeldReading HoldNext() => _held = new HeldReading();

    private async Task<IResult> Discovery()
    {
        Reads++;
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            await held.AskAsync();
        }

        return Answer(new Dictionary<string, string>(StringComparer.Ordinal) { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/jwks" });
    }

    private IResult Answer(object json) =>
        Broken is var (status, body) ? Results.Content(body, "application/json", statusCode: status) : Results.Json(json);

    private static Dictionary<string, string> Jwk(SecurityKey key)
    {
        var jwk = new Dictionary<string, string>(StringComparer.Ordinal) { ["kid"] = key.KeyId, ["use"] = "sig" };
        switch (key)
        {
            case RsaSecurityKey rsa:
                var r = rsa.Rsa.ExportParameters(includePrivateParameters: false);
                (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64UrlEncoder.Encode(r.Modulus), Base64UrlEncoder.Encode(r.Exponent));
                break;
            case ECDsaSecurityKey ec:
                var p = ec.ECDsa.ExportParameters(includePrivateParameters: false);
                (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Base64UrlEncoder.Encode(p.Q.X), Base64UrlEncoder.Encode(p.Q.Y));
                break;
            case SymmetricSecurityKey secret:
                (jwk["kty"], jwk["k"]) = ("oct", Base64UrlEncoder.Encode(secret.Key));
                break;
        }

        return jwk;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}

/// <summary>A reading of the issuer's metadata that waits for the test.</summary>
public sealed class HeldReading
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Asked => _asked.Task;

    public void Release() => _released.TrySetResult();

    internal Task AskAsync()
    {
        _asked.TrySetResult();
        return _released.Task;
    }
}
