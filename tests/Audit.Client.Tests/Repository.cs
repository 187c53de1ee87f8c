namespace Audit.Client.Tests;

/// <summary>Files of the checkout.</summary>
internal static class Repository
{
    private static readonly Lazy<string> s_root = new(() =>
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Audit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run inside a checkout.");
        }

        return folder.FullName;
    });

    /// <summary>Debug or Release, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string File(params string[] path) => Path.Combine([s_root.Value, .. path]);
}
