using System.Text.RegularExpressions;

namespace Audit.Architecture.Tests;

/// <summary>The feature is the folder, and the folder is the namespace.</summary>
public sealed partial class NamespaceTests
{
    [Fact]
    public void Sources_WhenListed_AreThere() => Tree.Sources.Should().HaveCountGreaterThan(100);

    [Fact]
    public void Namespace_WhenAFileIsWritten_IsItsFolder() =>
        Tree.Sources.Where(f => f.Name != "Program")
            .Select(f => (f.Path, Namespace: string.Join(',', Declaration().Matches(f.Text).Select(m => m.Groups["name"].Value))))
            .Should().Equal(Tree.Sources.Where(f => f.Name != "Program").Select(f => (f.Path, string.Join('.', f.Folders.SkipWhile(part => !part.StartsWith("Audit.", StringComparison.Ordinal))))));

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();
}
