using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>A connection that is always open and leads nowhere. It tells of transactions, and of what it is told past EF Core's commands.</summary>
internal sealed class RecordedConnection(Action<string> take) : DbConnection
{
    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=none";

    public override string Database => "";

    public override string DataSource => "";

    public override string ServerVersion => "15.0";

    public override ConnectionState State => ConnectionState.Open;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open()
    {
        // it is
    }

    public override void Close()
    {
        // it stays
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        take("BEGIN");
        return new Transaction(this, take);
    }

    protected override DbCommand CreateDbCommand() => new RecordedCommand(take) { Connection = this };

    private sealed class Transaction(DbConnection connection, Action<string> take) : DbTransaction
    {
        private bool _hasEnded;

        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
            take("COMMIT");
            _hasEnded = true;
        }

        public override void Rollback()
        {
            _hasEnded = true;
            take("ROLLBACK");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_hasEnded)
            {
                Rollback();
            }

            base.Dispose(disposing);
        }
    }
}

/// <summary>SQL Server's own command takes no transaction and no connection but its own; all else of it is needed.</summary>
internal sealed class RecordedCommand(Action<string> take) : DbCommand
{
    private readonly SqlCommand _command = new();

    [AllowNull]
    public override string CommandText
    {
        get => _command.CommandText;
        set => _command.CommandText = value;
    }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbTransaction? DbTransaction { get; set; }

    protected override DbParameterCollection DbParameterCollection => _command.Parameters;

    public override void Cancel()
    {
        // it never runs
    }

    public override void Prepare() => throw new NotSupportedException();

    public override int ExecuteNonQuery()
    {
        take(CommandText);
        return -1;
    }

    public override object? ExecuteScalar() => throw new InvalidOperationException("There is no server.");

    protected override DbParameter CreateDbParameter() => _command.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new InvalidOperationException("There is no server.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _command.Dispose();
        }

        base.Dispose(disposing);
    }
}
