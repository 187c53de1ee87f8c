using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using static Audit.Api.Tests.Security.TestTokens;

namespace Audit.Api.Tests.Security;

public sealed class RefusedTokensInProductionTests(ProductionApi api) : RefusedTokensTests(api), IClassFixture<ProductionApi>;

public sealed class RefusedTokensInDevelopmentTests(DevelopmentApi api) : RefusedTokensTests(api), IClassFixture<DevelopmentApi>;

public abstract class RefusedTokensTests(IssuedApi api)
{
    private static readonly RsaSecurityKey s_rsa = OidcServer.RsaKey;
    private static readonly RsaSecurityKey s_foreign = OidcServer.NewRsa(s_rsa.KeyId);

    private static readonly Dictionary<string, Func<IssuedApi, string>> s_tokens = new(StringComparer.Ordinal)
    {
        ["alg none"] = a => Unsigned(a, "none"),
        ["alg None"] = a => Unsigned(a, "None"),
        ["alg NONE"] = a => Unsigned(a, "NONE"),
        ["alg empty"] = a => Unsigned(a, ""),
        ["alg none with a signature"] = a => Sign(a.Payload(), s_rsa, "RS256", new { alg = "none", typ = "JWT", kid = s_rsa.KeyId }),
        ["alg missing"] = a => Sign(a.Payload(), s_rsa, "RS256", new { typ = "JWT", kid = s_rsa.KeyId }),
        ["alg a number"] = a => Sign(a.Payload(), s_rsa, "RS256", new { alg = 1, typ = "JWT", kid = s_rsa.KeyId }),
        ["two parts"] = a => string.Join('.', a.Token().Split('.')[..2]),
        ["empty signature"] = a => string.Join('.', a.Token().Split('.')[..2]) + ".",
        ["HS256 with the public key, DER"] = a => Sign(a.Payload(), Secret(s_rsa.Rsa.ExportSubjectPublicKeyInfo()), "HS256"),
        ["HS256 with the public key, PEM"] = a => Sign(a.Payload(), Secret(Encoding.ASCII.GetBytes(s_rsa.Rsa.ExportSubjectPublicKeyInfoPem())), "HS256"),
        ["HS256 with the modulus"] = a => Sign(a.Payload(), Secret(s_rsa.Rsa.ExportParameters(false).Modulus!), "HS256"),
        ["HS256 with the user-jwts key for the OIDC issuer"] = a => Sign(a.Payload(), UserJwts.Key, "HS256", new { alg = "HS256", typ = "JWT" }),
        ["RS256 with the OIDC key for the user-jwts issuer"] = a => Sign(a.Payload(("iss", UserJwts.Issuer), ("aud", UserJwts.Audience)), s_rsa, "RS256"),
        ["RS384"] = a => Sign(a.Payload(), s_rsa, "RS384"),
        ["RS512"] = a => Sign(a.Payload(), s_rsa, "RS512"),
        ["PS512"] = a => Sign(a.Payload(), s_rsa, "PS512"),
        ["ES256 with the id of an RSA key"] = a => Sign(a.Payload(), OidcServer.EcKey, "ES256", new { alg = "ES256", typ = "JWT", kid = s_rsa.KeyId }),
        ["expired"] = a => a.Token(("exp", a.Api.Clock.GetUtcNow().AddSeconds(-30).ToUnixTimeSeconds())),
        ["no exp"] = a => Sign(a.Payload().Without("exp"), s_rsa, "RS256"),
        ["exp null"] = a => a.Token(("exp", null)),
        ["exp a word"] = a => a.Token(("exp", "tomorrow")),
        ["exp a string of digits"] = a => a.Token(("exp", "4102444800")),
        ["exp an array"] = a => a.Token(("exp", new[] { 4102444800L })),
        ["exp beyond all time"] = a => a.Token(("exp", 99999999999999L)),
        ["exp infinite"] = a => Raw(a, "\"exp\":1e999"),
        ["exp negative"] = a => a.Token(("exp", -1)),
        ["not yet valid"] = a => a.Token(("nbf", a.Api.Clock.GetUtcNow().AddSeconds(31).ToUnixTimeSeconds())),
        ["not valid before 2100"] = a => a.Token(("nbf", 4102444800L), ("exp", 4102448400L)),
        ["nbf a word"] = a => a.Token(("nbf", "yesterday")),
        ["nbf a truth"] = a => a.Token(("nbf", true)),
        ["nbf beyond all time"] = a => a.Token(("nbf", 1e30)),
        ["nbf beyond 2038"] = a => a.Token(("nbf", 2147483648L)),
        ["other audience"] = a => a.Token(("aud", "other")),
        ["no audience"] = a => Sign(a.Payload().Without("aud"), s_rsa, "RS256"),
        ["audience with more behind"] = a => a.Token(("aud", Audience + "x")),
        ["audience in other letter case"] = a => a.Token(("aud", Audience.ToUpperInvariant())),
        ["audience of user-jwts"] = a => a.Token(("aud", UserJwts.Audience)),
        ["audiences, none ours"] = a => a.Token(("aud", new[] { "one", "two" })),
        ["other issuer"] = a => a.Token(("iss", "https://evil.example")),
        ["no issuer"] = a => Sign(a.Payload().Without("iss"), s_rsa, "RS256"),
        ["issuer a number"] = a => a.Token(("iss", 7)),
        ["issuer with a slash behind"] = a => a.Token(("iss", a.Issuer.Issuer + "/")),
        ["tampered payload"] = a => Tampered(a.Token()),
        ["tampered signature"] = a => a.Token()[..^8] + "AAAAAAAA",
        ["other key under the same id"] = a => Sign(a.Payload(), s_foreign, "RS256"),
        ["unknown key id"] = a => Sign(a.Payload(), s_foreign, "RS256", new { alg = "RS256", typ = "JWT", kid = "unknown" }),
        ["key id a number"] = a => Sign(a.Payload(), s_rsa, "RS256", new { alg = "RS256", typ = "JWT", kid = 1 }),
        ["key in the header"] = a => Sign(a.Payload(), s_foreign, "RS256", new { alg = "RS256", typ = "JWT", jwk = Jwk(s_foreign) }),
        ["address of keys in the header"] = a => Sign(a.Payload(), s_foreign, "RS256", new { alg = "RS256", typ = "JWT", jku = "http://127.0.0.1:1/jwks" }),
        ["critical extension"] = a => Sign(a.Payload(), s_rsa, "RS256", new { alg = "RS256", typ = "JWT", kid = s_rsa.KeyId, crit = new[] { "exp" } }),
        ["type of another kind of token"] = a => Sign(a.Payload(), s_rsa, "RS256", new { alg = "RS256", typ = "logout+jwt", kid = s_rsa.KeyId }),
        ["type a number"] = a => Sign(a.Payload(), s_rsa, "RS256", new { alg = "RS256", typ = 1, kid = s_rsa.KeyId }),
        ["larger than 16 KiB"] = a => a.Token(("pad", new string('x', 13_000))),
        ["encrypted"] = Encrypted,
        ["no subject"] = a => Sign(a.Payload().Without("sub"), s_rsa, "RS256"),
        ["subject null"] = a => a.Token(("sub", null)),
        ["subject blank"] = a => a.Token(("sub", " ")),
        ["subject a number"] = a => a.Token(("sub", 7)),
        ["subject an array"] = a => a.Token(("sub", new[] { Subject })),
        // the library takes it for a date
        ["subject that looks like a date"] = a => a.Token(("sub", "2026-01-01T00:00:00Z")),
        ["subject too long"] = a => a.Token(("sub", new string('x', 129))),
        ["subject with a line break"] = a => a.Token(("sub", "a\nb")),
        ["never closed"] = a => Sign(new string('[', 9000), s_rsa, "RS256"),
        ["payload an array"] = _ => Sign("[]", s_rsa, "RS256"),
        ["payload null"] = _ => Sign("null", s_rsa, "RS256"),
        ["payload no JSON"] = _ => Sign("hello", s_rsa, "RS256"),
        ["header no object"] = a => Sign(Json(a), s_rsa, "RS256", "\"RS256\""),
        ["garbage"] = _ => "abc",
        ["letters and dots"] = _ => "a.b.c",
        ["dots"] = _ => "..",
        ["padded"] = a => a.Token() + "=",
        ["standard base 64"] = a => a.Token() + "+/",
        ["four parts"] = a => a.Token() + ".e30",
        ["outside ASCII"] = a => a.Token() + "é",
        ["two tokens"] = a => a.Token() + " " + a.Token(),
        ["two tokens and a comma"] = a => a.Token() + ", Bearer " + a.Token(),
    };

    /// <summary>What only the issuer itself could sign, and what the library reads in one way or another.</summary>
    private static readonly Dictionary<string, Func<IssuedApi, string>> s_odd = new(StringComparer.Ordinal)
    {
        ["nested without end"] = a => Raw(a, "\"x\":" + new string('[', 5000) + new string(']', 5000)),
        ["subject twice"] = a => Raw(a, "\"sub\":\"somebody-else\"", keep: true),
        ["audience twice"] = a => Raw(a, "\"aud\":\"audit-api\"", keep: true),
        ["alg twice"] = a => Sign(Json(a), s_rsa, "RS256", "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}"),
        ["payload not UTF-8"] = a => NotUtf8(a),
        ["subject with half of a surrogate pair"] = a => Raw(a, "\"sub\":\"\\ud800\""),
        ["nested header"] = a => Sign(Json(a), s_rsa, "RS256", "{\"alg\":\"RS256\",\"x\":" + new string('[', 5000) + new string(']', 5000) + "}"),
        ["payload with a comment"] = a => Sign(Json(a) + "/**/", s_rsa, "RS256"),
    };

    public static TheoryData<string> Names => [.. s_tokens.Keys];

    public static TheoryData<string> OddNames => [.. s_odd.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_WhenTokenIsRefused_IsInvalidToken(string name)
    {
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(s_tokens[name](api));

        var problem = await response.ShouldBeInvalidTokenAsync();
        ((string?)problem["detail"]).Should().NotContain("IDX");
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Read_WhenTheIssuerSignedSomethingOdd_IsNoFault(string name)
    {
        using var client = api.CreateClient();

        using var response = await client.ReadAsync(s_odd[name](api));

        ((int)response.StatusCode).Should().BeOneOf(200, 401, 403);
    }

    private static SymmetricSecurityKey Secret(byte[] bytes) => new(bytes) { KeyId = s_rsa.KeyId };

    private static string Unsigned(IssuedApi api, string algorithm) =>
        Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"{{s_rsa.KeyId}}"}""") + "." + api.Token().Split('.')[1] + ".";

    private static object Jwk(RsaSecurityKey key) =>
        new { kty = "RSA", n = Base64UrlEncoder.Encode(key.Rsa.ExportParameters(includePrivateParameters: false).Modulus), e = "AQAB" };

    private static string Json(IssuedApi api) => Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(api.Token(("scope", "audit:read")).Split('.')[1]));

    /// <summary>A member as it is written here, in place of its namesake or beside it.</summary>
    private static string Raw(IssuedApi api, string member, bool keep = false)
    {
        var payload = api.Payload(("scope", "audit:read"));
        var json = System.Text.Json.JsonSerializer.Serialize(keep ? payload : payload.Without(member.Split('"')[1]));
        return Sign(json[..^1] + "," + member + "}", s_rsa, "RS256");
    }

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace(Subject, "analyst-002", StringComparison.Ordinal);
        return parts[0] + "." + Base64UrlEncoder.Encode(payload) + "." + parts[2];
    }

    private static string NotUtf8(IssuedApi api)
    {
        var header = api.Token().Split('.')[0];
        byte[] payload = [.. Encoding.UTF8.GetBytes(Json(api)[..^1] + ",\"x\":\""), 0xC3, 0x28, .. "\"}"u8];
        var text = header + "." + Base64UrlEncoder.Encode(payload);
        return text + "." + Base64UrlEncoder.Encode(Signature(text, s_rsa, "RS256"));
    }

    private static string Encrypted(IssuedApi api) => new JwtSecurityTokenHandler().CreateEncodedJwt(new SecurityTokenDescriptor
    {
        Issuer = api.Issuer.Issuer,
        Audience = Audience,
        NotBefore = api.Api.Clock.GetUtcNow().UtcDateTime,
        IssuedAt = api.Api.Clock.GetUtcNow().UtcDateTime,
        Expires = api.Api.Clock.GetUtcNow().AddHours(1).UtcDateTime,
        SigningCredentials = new SigningCredentials(s_rsa, "RS256"),
        EncryptingCredentials = new EncryptingCredentials(s_rsa, SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512),
    });
}
