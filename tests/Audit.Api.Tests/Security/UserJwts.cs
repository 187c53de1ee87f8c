using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Tests.Security;

/// <summary>What <c>dotnet user-jwts create</c> leaves in the configuration.</summary>
public static class UserJwts
{
    public const string Issuer = "dotnet-user-jwts";
    public const string Audience = "http://localhost:5080";
    private const string Section = "Authentication:Schemes:Bearer";

    /// <summary>Its tokens have no <c>kid</c>.</summary>
    public static SymmetricSecurityKey Key { get; } = new([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    public static (string Key, string? Value)[] Settings { get; } =
    [
        ($"{Section}:ValidIssuer", Issuer),
        ($"{Section}:ValidAudiences:0", Audience),
        ($"{Section}:SigningKeys:0:Id", "2f0e5a1c"),
        ($"{Section}:SigningKeys:0:Issuer", Issuer),
        ($"{Section}:SigningKeys:0:Value", Convert.ToBase64String(Key.Key)),
        ($"{Section}:SigningKeys:0:Length", "32"),
    ];
}
