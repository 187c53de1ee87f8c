using Audit.Application.History;

namespace Audit.Application.Tests.History;

internal static class Found
{
    /// <summary>That the chain is right up to that entry, and not there.</summary>
    public static void ShouldBreakAt(this VerificationDto found, long sequence, string reason, long from = 1) => found.Should().BeEquivalentTo(new
    {
        Valid = false,
        FirstSequence = from,
        Checked = sequence - from,
        LastSequence = sequence - 1,
        BrokenAt = sequence,
        Reason = reason,
        SubjectId = (string?)null,
    });

    /// <summary>That the chain is right, and the thing isn't.</summary>
    public static void ShouldConcern(this VerificationDto found, long sequence, string reason, string subjectId) =>
        found.Should().BeEquivalentTo(new { Valid = false, BrokenAt = sequence, Reason = reason, SubjectId = subjectId });
}
