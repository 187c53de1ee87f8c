using System.Text.Json;
using System.Text.Json.Serialization;
using Audit.Application.Common;
using Audit.Domain.Common;

namespace Audit.Api.Security;

/// <summary>What the token is to say. Members are read as they come, so that all that are wrong can be named at once.</summary>
internal sealed class DevTokenRequest
{
    public JsonElement TenantId { get; init; }

    public JsonElement Sub { get; init; }

    public JsonElement Roles { get; init; }

    public JsonElement Scope { get; init; }

    public JsonElement Name { get; init; }

    public IReadOnlyList<FieldViolation> Violations()
    {
        List<FieldViolation> found = [];
        CheckText(found, "tenant_id", TenantId, Limits.Name, isRequired: true);
        CheckText(found, "sub", Sub, Limits.Name, isRequired: true);
        CheckText(found, "scope", Scope, int.MaxValue, isRequired: false);
        CheckText(found, "name", Name, TokenClaims.MaxName, isRequired: false);
        if (Roles.ValueKind == JsonValueKind.Array)
        {
            for (var i = 0; i < Roles.GetArrayLength(); i++)
            {
                CheckText(found, $"roles[{i}]", Roles[i], Limits.Name, isRequired: true);
            }
        }
        else if (Roles.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            found.Add(new FieldViolation("roles", ViolationCodes.Format));
        }

        return found;
    }

    public static string TextOrEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public string[] RoleNames() => Roles.ValueKind != JsonValueKind.Array ? [] : [.. Roles.EnumerateArray().Select(r => r.GetString()!)];

    private static void CheckText(List<FieldViolation> found, string field, JsonElement value, int max, bool isRequired)
    {
        var text = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "" : TextOf(value);
        if (text is null || !TokenClaims.IsPrintable(text))
        {
            found.Add(new FieldViolation(field, ViolationCodes.Format));
        }
        else if (isRequired && string.IsNullOrWhiteSpace(text))
        {
            found.Add(new FieldViolation(field, ViolationCodes.Required));
        }
        else if (text.Length > max)
        {
            found.Add(new FieldViolation(field, ViolationCodes.MaxLength, new Dictionary<string, object>(StringComparer.Ordinal) { ["max"] = max }));
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // no string, or half of a surrogate pair in it
            return null;
        }
    }
}

/// <summary>A token, in the shape of RFC 6749 section 5.1.</summary>
internal sealed record DevTokenResponse(string AccessToken, string TokenType, int ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DevTokenRequest))]
[JsonSerializable(typeof(DevTokenResponse))]
internal sealed partial class DevTokenJson : JsonSerializerContext;
