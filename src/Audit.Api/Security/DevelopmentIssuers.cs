using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Audit.Api.Security;

/// <summary>Who may sign with a shared secret, for whom: the secret vouches for this issuer's tokens and for no other's.</summary>
internal sealed record DevelopmentIssuer(string Name, IReadOnlyList<string> Audiences, IReadOnlyList<SymmetricSecurityKey> Keys);

/// <summary>The issuers of Development: <c>dotnet user-jwts</c>, and <c>/dev/token</c> where there is no real one. Elsewhere there are none.</summary>
internal sealed class DevelopmentIssuers
{
    /// <summary>Where <c>dotnet user-jwts</c> writes.</summary>
    public const string UserJwtsSection = "Authentication:Schemes:Bearer";

    private const string DevTokenIssuer = "audit-dev-token";
    private const string DefaultAudience = "audit-service";

    public DevelopmentIssuers(IConfiguration configuration, IHostEnvironment environment, IOptions<AuthOptions> auth)
    {
        // asked first, so that wrong settings stop the start before anything is touched
        var options = auth.Value;
        if (!environment.IsDevelopment())
        {
            All = [];
            return;
        }

        All = UserJwts(configuration.GetSection(UserJwtsSection));
        if (!options.HasAuthority)
        {
            DevTokens = new DevelopmentIssuer(
                DevTokenIssuer,
                [string.IsNullOrWhiteSpace(options.Audience) ? DefaultAudience : options.Audience],
                [new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))]);
            All = [.. All, DevTokens];
        }
    }

    public IReadOnlyList<DevelopmentIssuer> All { get; }

    /// <summary>The issuer behind <c>/dev/token</c>, with a new key at each start; null where that doesn't exist.</summary>
    public DevelopmentIssuer? DevTokens { get; }

    public DevelopmentIssuer? Find(string? name) => All.FirstOrDefault(i => i.Name == name);

    /// <summary>A key counts when its issuer is one of the section's, which is how the platform reads it.</summary>
    private static IReadOnlyList<DevelopmentIssuer> UserJwts(IConfigurationSection section)
    {
        var audiences = section.GetSection("ValidAudiences").Get<string[]>() ?? [];
        var issuers = (section.GetSection("ValidIssuers").Get<string[]>() ?? []).Append(section["ValidIssuer"]).OfType<string>().Distinct(StringComparer.Ordinal);
        var keys = section.GetSection("SigningKeys").GetChildren().ToLookup(k => k["Issuer"], Key, StringComparer.Ordinal);
        return [.. issuers.Select(i => new DevelopmentIssuer(i, audiences, [.. keys[i]])).Where(i => i.Keys.Count > 0)];
    }

    private static SymmetricSecurityKey Key(IConfigurationSection key)
    {
        var value = key["Value"] ?? "";
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) && length > 0
            ? new SymmetricSecurityKey(bytes[..length])
            : throw new OptionsValidationException(key.Path, typeof(DevelopmentIssuers), [$"{key.Path}:Value is not a key in base 64."]);
    }
}
