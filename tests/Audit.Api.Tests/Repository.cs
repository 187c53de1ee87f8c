namespace Audit.Api.Tests;

/// <summary>Files of the checkout that a test holds to the code.</summary>
public static class Repository
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

    public static string File(params string[] path) => Path.Combine([s_root.Value, .. path]);
}
