using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Tests.Security;

/// <summary>Tokens made by hand, so that every wrong one can be made too.</summary>
public static class TestTokens
{
    public const string Audience = "audit-api";
    public const string Tenant = "tnt_a";
    public const string Subject = "analyst-001";

    public static Dictionary<string, object?> Payload(string issuer, TestClock clock, params (string Claim, object? Value)[] claims)
    {
        var now = clock.GetUtcNow();
        var payload = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["iss"] = issuer,
            ["aud"] = Audience,
            ["sub"] = Subject,
            ["tenant_id"] = Tenant,
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(10).ToUnixTimeSeconds(),
        };
        foreach (var (claim, value) in claims)
        {
            payload[claim] = value;
        }

        return payload;
    }

    public static Dictionary<string, object?> Without(this Dictionary<string, object?> payload, string claim)
    {
        payload.Remove(claim);
        return payload;
    }

    public static object Header(SecurityKey key, string algorithm) => new { alg = algorithm, typ = "JWT", kid = key.KeyId };

    public static string Sign(Dictionary<string, object?> payload, SecurityKey key, string algorithm, object? header = null) =>
        Sign(JsonSerializer.Serialize(payload), key, algorithm, header is null ? null : JsonSerializer.Serialize(header));

    /// <summary>Signs texts as they are.</summary>
    public static string Sign(string payload, SecurityKey key, string algorithm, string? header = null)
    {
        var text = Base64UrlEncoder.Encode(header ?? JsonSerializer.Serialize(Header(key, algorithm))) + "." + Base64UrlEncoder.Encode(payload);
        return text + "." + Base64UrlEncoder.Encode(Signature(text, key, algorithm));
    }

    public static byte[] Signature(string text, SecurityKey key, string algorithm)
    {
        var signer = key.CryptoProviderFactory.CreateForSigning(key, algorithm);
        try
        {
            return signer.Sign(Encoding.ASCII.GetBytes(text));
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(signer);
        }
    }
}
