using System.ComponentModel;
using System.Diagnostics;
using Audit.Trials.Running;

namespace Audit.Trials.Faults;

/// <summary>Something mounted, that is gone afterwards; only who is root, or is it within a namespace of its own, can do that.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _folder;

    private Mount(string folder) => _folder = folder;

    /// <summary>A small disk in memory; null where that can't be had.</summary>
    public static Mount? Disk(string folder, int megabytes) =>
        Runs("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m"), "tmpfs", folder) ? new Mount(folder) : null;

    /// <summary>The folder itself, read-only: prepared where nobody can have anything open, and put over it in one.</summary>
    public static Mount ReadOnly(string folder)
    {
        using var aside = new TemporaryFolder();
        using var prepared = Bound(folder, aside.Path);
        return Runs("mount", "-o", "remount,bind,ro", aside.Path) ? Bound(aside.Path, folder) : throw new TrialException($"{folder} could not be mounted read-only.");
    }

    /// <summary>Whether a program does what it is told.</summary>
    public static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Who has something open there keeps it until it is closed.</summary>
    public void Dispose() => Runs("umount", "-l", _folder);

    private static Mount Bound(string folder, string at) =>
        Runs("mount", "--bind", folder, at) ? new Mount(at) : throw new TrialException($"{folder} could not be mounted at {at}.");
}
