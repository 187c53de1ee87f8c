using System.Text.Json;

namespace Audit.Application.Common;

/// <summary>A field's path as the wire has it.</summary>
public static class WirePath
{
    /// <summary><c>RelatedEvidenceIds[1]</c> -> <c>related_evidence_ids[1]</c>; a path of the wire stays as it is.</summary>
    public static string Of(string path)
    {
        var end = path.IndexOf('[', StringComparison.Ordinal);
        return end < 0
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(path)
            : string.Concat(JsonNamingPolicy.SnakeCaseLower.ConvertName(path[..end]), path.AsSpan(end));
    }
}
