using System.Globalization;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Audit.Api.Requests;

/// <summary>Versions as entity tags (RFC 9110 section 8.8.3): <c>"3"</c>, always strong.</summary>
public static class EntityTags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The condition that <c>If-Match</c> sets on a write, or null. One that can't be read is a broken field: a conditional write is never done without its condition.</summary>
    public static VersionCondition? IfMatch(string? header, ReadingFaults faults)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([header], out var tags))
        {
            faults.Add(new FieldViolation(HeaderNames.IfMatch, ViolationCodes.Format));
            return null;
        }

        return new VersionCondition(tags.Contains(EntityTagHeaderValue.Any), [.. tags.Where(t => !t.IsWeak).Select(t => t.Tag.ToString().Trim('"'))]);
    }

    /// <summary>Whether the caller of a GET has that version already; <c>If-None-Match</c> compares weakly.</summary>
    public static bool IsKnown(StringValues ifNoneMatch, long version) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Tag.Equals(Of(version), StringComparison.Ordinal));
}
