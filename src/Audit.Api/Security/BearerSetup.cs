using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Security;

/// <summary>
/// How a token is verified. The issuer it names decides whose keys count, the keys decide the algorithm, so that a
/// Development secret can't vouch for the OIDC issuer, nor a public key be taken for a secret.
/// </summary>
internal sealed class BearerSetup(
    IOptions<AuthOptions> auth, DevelopmentIssuers development, IHostEnvironment environment, TimeProvider clock, ILogger<IssuerMetadata> log)
    : IConfigureNamedOptions<JwtBearerOptions>, IPostConfigureOptions<JwtBearerOptions>
{
    /// <summary>Also what keeps a hostile token from nesting too deep for the library.</summary>
    private const int MaxTokenBytes = 16 * 1024;

    private const int MaxMetadataBytes = 1024 * 1024;
    private static readonly string[] s_asymmetric = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        options.SaveToken = false;
        options.EventsType = typeof(BearerEvents);
        options.RefreshOnIssuerKeyNotFound = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(5);
        options.SecurityTokenValidators.Clear();
        options.SecurityTokenValidators.Add(new JwtSecurityTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenBytes });
        options.TokenValidationParameters = new TokenValidationParameters
        {
            RequireSignedTokens = true,
            ValidAlgorithms = development.All.Count == 0 ? s_asymmetric : [.. s_asymmetric, SecurityAlgorithms.HmacSha256],
            IssuerSigningKeyResolver = (_, token, keyId, parameters) => KeysOf(token.Issuer, keyId, parameters),
            TryAllIssuerSigningKeys = false,
            IssuerValidator = (issuer, _, parameters) => IsOidc(issuer, parameters) || development.Find(issuer) is not null
                ? issuer
                : throw new SecurityTokenInvalidIssuerException("Not an issuer we know."),
            AudienceValidator = (audiences, token, parameters) => audiences.Any(a => AudiencesOf(token.Issuer, parameters).Contains(a, StringComparer.Ordinal)),
            // BearerEvents judges the times
            ValidateLifetime = false,
        };
    }

    /// <summary>Comes last, so that the handler of the back channel may be set from elsewhere.</summary>
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (!auth.Value.HasAuthority || options.ConfigurationManager is not null)
        {
            return;
        }

        var client = new HttpClient(options.BackchannelHttpHandler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.BackchannelTimeout,
            MaxResponseContentBufferSize = MaxMetadataBytes,
        };
        // in Development the validator of the options has already decided what may be http
        var documents = new HttpDocumentRetriever(client) { RequireHttps = !environment.IsDevelopment() };
        options.ConfigurationManager = new IssuerMetadata(auth.Value.Authority!, documents, clock, log);
    }

    /// <summary>The handler hands over the OIDC issuer's name and keys in the parameters.</summary>
    private static bool IsOidc(string issuer, TokenValidationParameters parameters) =>
        parameters.ValidIssuers?.Contains(issuer, StringComparer.Ordinal) == true;

    private IEnumerable<SecurityKey> KeysOf(string issuer, string? keyId, TokenValidationParameters parameters) =>
        IsOidc(issuer, parameters)
            ? parameters.IssuerSigningKeys.Where(k => keyId is null || k.KeyId is null || k.KeyId == keyId)
            : development.Find(issuer)?.Keys ?? [];

    private IReadOnlyList<string> AudiencesOf(string issuer, TokenValidationParameters parameters) =>
        IsOidc(issuer, parameters) ? [auth.Value.Audience!] : development.Find(issuer)?.Audiences ?? [];
}
