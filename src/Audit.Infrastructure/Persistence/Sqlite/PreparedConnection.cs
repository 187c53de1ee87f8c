using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>A connection that only reads, and keeps the statements it has prepared.</summary>
internal sealed class PreparedConnection : IDisposable
{
    /// <summary>Filters make a few dozen statements; of searches with ever other numbers of terms there is no end.</summary>
    private const int MaxPrepared = 100;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    private PreparedConnection(SqliteConnection connection) => _connection = connection;

    public static PreparedConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        var isOpen = false;
        try
        {
            connection.Open();
            SqlitePragmas.Apply(connection);
            ReadOnly(connection);
            isOpen = true;
            return new PreparedConnection(connection);
        }
        finally
        {
            if (!isOpen)
            {
                connection.Dispose();
            }
        }
    }

    /// <summary>Nothing that is read here can write. The system keeps the file's pages anyway; a cache of each connection's own would only repeat them.</summary>
    private static void ReadOnly(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only=ON; PRAGMA cache_size=-512;";
        command.ExecuteNonQuery();
    }

    public void Execute(string sql) => Prepared(sql, []).ExecuteNonQuery();

    public void Read(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
    {
        using var reader = Prepared(statement.Text, statement.Values).ExecuteReader();
        while (reader.Read())
        {
            take(reader);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        Forget();
        _connection.Dispose();
    }

    private SqliteCommand Prepared(string sql, IReadOnlyList<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            if (_prepared.Count == MaxPrepared)
            {
                Forget();
            }

            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Count; i++)
            {
                command.Parameters.Add(new SqliteParameter(Statement.NameOf(i), value: null));
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Count; i++)
        {
            command.Parameters[i].Value = values[i] switch
            {
                Ascii ascii => ascii.Text,
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                var value => value,
            };
        }

        return command;
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _prepared.Clear();
    }
}
