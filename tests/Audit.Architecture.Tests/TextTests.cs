using System.Text.RegularExpressions;

namespace Audit.Architecture.Tests;

/// <summary>What only the text of a file tells.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void Texts_WhenCheckedIn_LeaveNothingForLater() =>
        Tree.Sources.Concat(Tree.Documents).Where(f => ForLater().IsMatch(f.Text)).Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Sources_WhenTheyGrow_AreSplitAndNotFolded() =>
        Tree.Sources.Where(f => Region().IsMatch(f.Text)).Select(f => f.Path).Should().BeEmpty();

    /// <summary>
    /// Everything is caught in one place, the exception handler; only a loop in the background has to look after itself. A
    /// filter that says what it takes is no catch-all, one that says what it leaves is.
    /// </summary>
    [Fact]
    public void Sources_WhenTheyCatch_CatchWhatTheyKnow() =>
        Tree.Under("src").Where(f => CatchAll().IsMatch(f.Text) && !f.Text.Contains(": BackgroundService", StringComparison.Ordinal)).Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Tests_WhenTheyWait_WaitForSomethingAndNotForTime() =>
        Tree.Under("tests").Where(f => Sleep().IsMatch(f.Text)).Select(f => f.Path).Should().BeEmpty();

    [Fact]
    public void Tests_WhenNamed_SayWhatUnderWhichConditionComesOut() =>
        Tree.Under("tests").SelectMany(f => Test().Matches(f.Text).Select(m => $"{f.Name}.{m.Groups["name"].Value}")).Where(name => !ThreeParts().IsMatch(name)).Should().BeEmpty();

    [GeneratedRegex(@"\b(T[O]DO|H[A]CK|F[I]XME)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ForLater();

    [GeneratedRegex(@"^\s*#region\b", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Region();

    [GeneratedRegex(@"\bcatch\s*(\{|\((System\.)?Exception\b[^)]*\)\s*(\{|when\s*\(\w+\s+is\s+not\b))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\((?!Timeout\.Infinite)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\[\w*(Fact|Theory)\b[^\n]*\n(\s*(\[|//)[^\n]*\n)*\s*public\s+(async\s+|virtual\s+)*(void|Task)\s+(?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Test();

    [GeneratedRegex(@"\.[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ThreeParts();
}
