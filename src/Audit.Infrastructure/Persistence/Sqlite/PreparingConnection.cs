using System.Data;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Persistence.Sqlite;

/// <summary>A connection whose commands, EF Core's among them, are prepared once for each text: of a write, preparing it anew is the larger part.</summary>
internal sealed class PreparingConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>Units of work have a few dozen texts; beyond that, what is seldom said is prepared each time.</summary>
    private const int MaxPrepared = 200;

    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public override SqliteCommand CreateCommand() => new Command { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var kept in _kept.Values)
            {
                kept.Command.Dispose();
            }

            _kept.Clear();
        }

        base.Dispose(disposing);
    }

    /// <summary>The kept command of that text, with the other's values; null if there is none for it, or it is still being read.</summary>
    private Kept? Find(SqliteCommand command)
    {
        if (!_kept.TryGetValue(command.CommandText, out var kept))
        {
            if (_kept.Count == MaxPrepared)
            {
                return null;
            }

            kept = new Kept(new SqliteCommand(command.CommandText, this));
            _kept.Add(command.CommandText, kept);
        }

        if (kept.Reader is { IsClosed: false })
        {
            return null;
        }

        kept.Command.Parameters.Clear();
        foreach (SqliteParameter parameter in command.Parameters)
        {
            kept.Command.Parameters.Add(parameter);
        }

        return kept;
    }

    private sealed class Kept(SqliteCommand command)
    {
        public SqliteCommand Command => command;

        public SqliteDataReader? Reader { get; set; }
    }

    private sealed class Command : SqliteCommand
    {
        public override int ExecuteNonQuery() => Keeper?.Find(this) is { } kept ? kept.Command.ExecuteNonQuery() : base.ExecuteNonQuery();

        public override object? ExecuteScalar() => Keeper?.Find(this) is { } kept ? kept.Command.ExecuteScalar() : base.ExecuteScalar();

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior) =>
            Keeper?.Find(this) is { } kept ? kept.Reader = kept.Command.ExecuteReader(behavior) : base.ExecuteReader(behavior);

        private PreparingConnection? Keeper => (PreparingConnection?)Connection;
    }
}
