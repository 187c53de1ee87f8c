using System.Globalization;
using Audit.Domain.Common;

namespace Audit.Application.Common;

/// <summary>The caller's <c>If-Match</c> (RFC 9110 section 13.1.1): the versions it is willing to change, or any.</summary>
public sealed record VersionCondition(bool AnyVersion, IReadOnlyList<string> StrongTags)
{
    public bool Allows(long version) =>
        AnyVersion || StrongTags.Contains(version.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
}

public static class VersionConditions
{
    /// <summary>Lets the write pass when there is no condition or the present version meets it. Judged before every other rule of the domain.</summary>
    /// <exception cref="PreconditionFailedException">The condition names other versions.</exception>
    public static void Require(this VersionCondition? condition, long presentVersion)
    {
        if (condition?.Allows(presentVersion) == false)
        {
            throw new PreconditionFailedException(presentVersion);
        }
    }
}
