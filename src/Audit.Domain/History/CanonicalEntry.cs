using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Audit.Domain.History;

/// <summary>
/// The form of an entry that its hash covers: the JSON object of its members without <c>hash</c>, canonical by RFC 8785,
/// in UTF-8. Absent members are left out. Free text (<c>actor_name</c>, <c>note</c>) enters by its SHA-256, so that it can be
/// redacted later without breaking the chain.
/// </summary>
public static class CanonicalEntry
{
    public static string HashOf(HistoryEntry entry) => Sha256(Write(entry));

    public static string Write(HistoryEntry entry)
    {
        var json = new StringBuilder(512).Append('{');
        // in the order of their names, as RFC 8785 section 3.2.3 wants them
        Member(json, "action", entry.Action);
        Member(json, "actor_id", entry.ActorId);
        Member(json, "actor_name_sha256", DigestOf(entry.ActorName, entry.ActorNameSha256));
        Member(json, "actor_tenant_id", entry.ActorTenantId);
        Member(json, "from", entry.From);
        Member(json, "note_sha256", DigestOf(entry.Note, entry.NoteSha256));
        Member(json, "occurred_at", entry.OccurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Member(json, "previous_hash", entry.PreviousHash);
        Member(json, "request_id", entry.RequestId);
        json.Append("\"sequence\":").Append(CultureInfo.InvariantCulture, $"{entry.Sequence}").Append(',');
        Member(json, "subject_id", entry.SubjectId);
        Member(json, "subject_type", entry.SubjectType);
        Member(json, "tenant_id", entry.TenantId);
        Member(json, "to", entry.To);
        Member(json, "trace_id", entry.TraceId);
        json[^1] = '}';
        return json.ToString();
    }

    /// <summary>Of the text itself while it is there, so that another text in its place doesn't pass.</summary>
    private static string? DigestOf(string? text, string? redacted) => text is null ? redacted : Sha256(text);

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Member(StringBuilder json, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        json.Append('"').Append(name).Append("\":\"");
        foreach (var c in value)
        {
            Escape(json, c);
        }

        json.Append("\",");
    }

    /// <summary>RFC 8785 section 3.2.2.2: two-character escapes where JSON has them, lower-case \u00xx for the other controls, all else as it is.</summary>
    private static void Escape(StringBuilder json, char c) => _ = c switch
    {
        '"' => json.Append("\\\""),
        '\\' => json.Append("\\\\"),
        '\b' => json.Append("\\b"),
        '\t' => json.Append("\\t"),
        '\n' => json.Append("\\n"),
        '\f' => json.Append("\\f"),
        '\r' => json.Append("\\r"),
        < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => json.Append(c),
    };
}
