using System.Text.RegularExpressions;

namespace Audit.Architecture.Tests;

public sealed partial class DocumentTests
{
    private const string Decisions = "docs/decisions/";

    [Fact]
    public void Links_WhenTheyPointIntoTheTree_FindWhatTheyName()
    {
        var broken =
            from document in Tree.Documents
            from link in Link().Matches(Code().Replace(document.Text, ""))
            let target = link.Groups["target"].Value
            where !target.Contains(':', StringComparison.Ordinal) && !Resolves(document, target)
            select $"{document.Path} -> {target}";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Decisions_WhenNamedAnywhere_AreThere()
    {
        var numbers = Records().Select(r => r.Name[..4]).ToList();
        var named =
            from file in Tree.Sources.Concat(Tree.Documents)
            from mention in Mention().Matches(file.Text)
            select (file.Path, Number: mention.Groups["number"].Value);

        named.Where(m => !numbers.Contains(m.Number, StringComparer.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Decisions_WhenRecorded_AreNumberedWithoutGapsAndIndexed()
    {
        var index = Tree.Documents.SingleOrDefault(d => d.Path == Decisions + "README.md")?.Text ?? "";

        Records().Select(r => r.Name[..4]).Should().Equal(Enumerable.Range(1, Records().Count()).Select(n => $"{n:0000}"));
        Records().Where(r => !index.Contains($"]({r.Name}.md)", StringComparison.Ordinal)).Select(r => r.Path).Should().BeEmpty();
    }

    private static IEnumerable<SourceFile> Records() => Tree.Documents.Where(d => d.Path.StartsWith(Decisions, StringComparison.Ordinal) && d.Name != "README");

    private static bool Resolves(SourceFile from, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? from.Path : Path.GetRelativePath(Tree.Root, Path.Combine(Tree.Root, string.Join('/', from.Folders), Uri.UnescapeDataString(parts[0]))).Replace('\\', '/');
        if (parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal))
        {
            return Path.Exists(Path.Combine(Tree.Root, path));
        }

        return Tree.Documents.SingleOrDefault(d => d.Path == path) is { } document
            && (Heading().Matches(document.Text).Any(h => Anchor(h.Groups["text"].Value) == parts[1])
                || document.Text.Contains($"id=\"{parts[1]}\"", StringComparison.Ordinal));
    }

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string heading) =>
        NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\bdecisions?[ /](?<number>\d{4})\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{Mn} _-]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NotInAnchors();
}
