using System.Diagnostics;
using System.Globalization;
using Audit.Bench.Seeding;
using Microsoft.Data.Sqlite;

namespace Audit.Bench.Driving;

/// <summary>The least code that answers the same.</summary>
public static class FloorServer
{
    public static Server Start(string root, string database, string log) =>
        Server.Start(Assembly(root), log, port => ["serve", database, port], _ => []);

    /// <summary>Its seeded file of that size, made where there is none.</summary>
    public static async Task<string> SeededFileAsync(string root, string folder, int size, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"floor-{size}.db"));
        if (!File.Exists(path))
        {
            var unfinished = path + ".part";
            SeededFile.Delete(unfinished);
            using var seeding = Process.Start("dotnet", [Assembly(root), "seed", unfinished, size.ToString(CultureInfo.InvariantCulture)]);
            await seeding.WaitForExitAsync(cancellationToken);
            if (seeding.ExitCode != 0)
            {
                throw new MeasurementException("The floor could not be seeded.");
            }

            File.Move(unfinished, path);
            SeededFile.Delete(unfinished);
        }

        return path;
    }

    /// <summary>As many ids as the service is asked for, so that neither has more of its file at hand.</summary>
    public static IReadOnlyList<string> Ids(string database, int most)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM incidents WHERE seq % MAX(1, (SELECT MAX(seq) FROM incidents) / $most) = 0 LIMIT $most";
        command.Parameters.AddWithValue("$most", most);
        using var reader = command.ExecuteReader();
        List<string> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    private static string Assembly(string root) => Path.Combine(root, "bench/floor/bin/Release/net10.0/Floor.dll");
}
