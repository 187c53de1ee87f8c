using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>A statement and how SQLite goes about it.</summary>
internal sealed record Plan(Statement Statement, IReadOnlyList<string> Steps);

internal static class Plans
{
    /// <summary>Reads the file as somebody of the tenant, and asks for the plan of each statement before it runs.</summary>
    public static async Task ReadAsync(string file, string tenant, List<Plan> plans, Func<Session, Task> read)
    {
        using var reads = Opened.Reads(file);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + file };
        await using var provider = StoreProvider.Of(settings, change: services => services.AddSingleton<IReads>(new WatchedReads(reads, async s => plans.Add(await OfAsync(file, s)))));
        await using var session = Session.Of(provider, tenant);
        await read(session);
    }

    private static async Task<Plan> OfAsync(string file, Statement statement)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement.Text;
        foreach (var (i, value) in statement.Values.Index())
        {
            command.Parameters.AddWithValue(Statement.NameOf(i), value switch { Ascii ascii => ascii.Text, DateTimeOffset time => time.ToUnixTimeMilliseconds(), _ => value });
        }

        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return new Plan(statement, steps);
    }
}
