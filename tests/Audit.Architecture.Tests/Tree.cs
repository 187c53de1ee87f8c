namespace Audit.Architecture.Tests;

/// <summary>The files as they are checked out, without what builds leave behind.</summary>
internal static class Tree
{
    private static readonly string[] s_code = ["src", "tests", "tools", "bench", "trials", "clients"];
    private static readonly IReadOnlyList<string> s_left = ["bin", "obj", "node_modules", ".git", "TestResults", "artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>All of the C# that people write: not the migrations, and not what is generated of the clients.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. s_code.SelectMany(folder => Find(folder, "*.cs")).Where(f => !f.Folders.Contains("Migrations", StringComparer.Ordinal) && !f.Path.EndsWith(".g.cs", StringComparison.Ordinal))];

    public static IReadOnlyList<SourceFile> Documents { get; } = [.. Find(".", "*.md")];

    public static IEnumerable<SourceFile> Under(string folder) => Sources.Where(f => f.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public static SourceFile Project(string name) => Find("src/" + name, name + ".csproj").Single();

    private static IEnumerable<SourceFile> Find(string folder, string pattern)
    {
        var start = Path.Combine(Root, folder);
        return !Directory.Exists(start)
            ? []
            : Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Select(file => new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)))
                .Where(file => !file.Folders.Any(part => s_left.Contains(part, StringComparer.Ordinal)))
                .OrderBy(file => file.Path, StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Audit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests read the sources: run them in the checkout.");
        }

        return folder.FullName;
    }
}

/// <summary>A file by its path from the root, with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public IReadOnlyList<string> Folders => Path.Split('/')[..^1];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}
