namespace Audit.Api.Tests.History;

/// <summary>A test that runs a script; where Node.js isn't, it is reported as skipped.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Node.SkipReason;
}

/// <summary>A test that runs a script; where Node.js isn't, it is reported as skipped.</summary>
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = Node.SkipReason;
}

internal static class Node
{
    public static readonly string? SkipReason =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => new[] { "node", "node.exe" }.Any(name => File.Exists(Path.Combine(folder, name))))
            ? null
            : "There is no Node.js (node) in the PATH.";
}
