using Microsoft.Win32.SafeHandles;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>An empty file beside the database that one process at a time has open; the system closes it when the process ends, however it ends.</summary>
internal static class LockFile
{
    private static readonly IReadOnlyList<int> s_held = OperatingSystem.IsWindows()
        ? [unchecked((int)0x80070020), unchecked((int)0x80070021)]
        : [OperatingSystem.IsMacOS() ? 35 : 11];

    /// <summary>Takes it, or waits and tries again; null where it was another's for as long as the patience.</summary>
    /// <exception cref="IOException">There is no such folder, or it takes no file.</exception>
    /// <exception cref="UnauthorizedAccessException">It takes none from us.</exception>
    public static async Task<SafeFileHandle?> TakeAsync(string path, TimeSpan pause, Func<bool> isPatient, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (s_held.Contains(e.HResult))
            {
                // another has it
            }

            if (!isPatient())
            {
                return null;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
