using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Audit.Application.Common;

namespace Audit.Api.Security;

/// <summary>The claims of a caller after sign-in. There is one shape whatever the token's was: a claim for each scope and each role.</summary>
internal static class TokenClaims
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string TenantId = "tenant_id";
    public const string Scope = "scope";
    public const string Role = "role";

    public const int MaxName = 200;

    /// <summary>The subject; sign-in refuses a token without one.</summary>
    public static string SubjectOf(ClaimsPrincipal user) =>
        user.FindFirstValue(Subject) ?? throw new InvalidOperationException("The caller has not signed in.");

    public static string? NameOf(ClaimsPrincipal user) => user.FindFirstValue(Name);

    /// <summary>The caller's own tenant; null when the token names none that can be used.</summary>
    public static string? TenantOf(ClaimsPrincipal user) => user.FindFirstValue(TenantId);

    /// <summary>The caller that a verified token names, in one shape; null when it names none (no usable <c>sub</c>).</summary>
    public static ClaimsIdentity? IdentityOf(JwtSecurityToken token)
    {
        if (TextOf(token, Subject) is not { } subject || !IsId(subject))
        {
            return null;
        }

        var identity = new ClaimsIdentity("Bearer", Subject, Role);
        identity.AddClaim(new Claim(Subject, subject));
        if (TextOf(token, TenantId)?.Trim() is { } tenant && IsId(tenant))
        {
            identity.AddClaim(new Claim(TenantId, tenant));
        }

        if (TextOf(token, Name) is { Length: <= MaxName } name && !string.IsNullOrWhiteSpace(name) && IsPrintable(name))
        {
            identity.AddClaim(new Claim(Name, name));
        }

        identity.AddClaims(ScopesOf(token, Scope).Concat(ScopesOf(token, "scp")).Select(s => new Claim(Scope, s)));
        identity.AddClaims(WordsOf(token, "roles").Concat(WordsOf(token, Role)).Select(r => new Claim(Role, r)));
        return identity;
    }

    /// <summary>Whether a text can name an actor or a tenant. No white space at its ends: a database server may not tell it from none.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= Limits.Name && text.Trim().Length == text.Length && IsPrintable(text);

    /// <summary>Stricter than free text: a name has no tab and no newline either.</summary>
    public static bool IsPrintable(string text) => Texts.IsClean(text) && !text.Any(char.IsControl);

    /// <summary>A claim that is a single string; the library shows an array of one as the thing itself, its payload doesn't.</summary>
    private static string? TextOf(JwtSecurityToken token, string name) => token.Payload.TryGetValue(name, out var value) ? value as string : null;

    /// <summary>The words of a string, or the strings of an array, where each is one word.</summary>
    private static IEnumerable<string> ScopesOf(JwtSecurityToken token, string name) =>
        TextOf(token, name)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? WordsOf(token, name);

    private static IEnumerable<string> WordsOf(JwtSecurityToken token, string name) =>
        token.Claims.Where(c => c.Type == name && c.ValueType == ClaimValueTypes.String).Select(c => c.Value);
}
