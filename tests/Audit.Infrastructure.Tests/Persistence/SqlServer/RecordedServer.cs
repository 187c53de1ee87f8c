using System.Collections;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.SqlServer;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>
/// A SQL Server that writes down what it is told and does nothing: it finds no rows, counts one of everything, and every
/// change succeeds, unless a test has it fail.
/// </summary>
internal sealed class RecordedServer : DbCommandInterceptor
{
    private const string Everything = "SELECT * FROM ";

    /// <summary>More columns than any query has that EF Core reads by their place.</summary>
    private static readonly string[] s_positional = [.. Enumerable.Range(1, 50).Select(n => $"column {n}")];

    public RecordedServer() => Reads = new RecordedReads(Commands);

    public List<string> Commands { get; } = [];

    /// <summary>How transactions began, went on and ended.</summary>
    public List<string> Transactions { get; } = [];

    /// <summary>What to fail with when that command comes, or BEGIN or COMMIT; null for nothing.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    public RecordedReads Reads { get; }

    public ServiceProvider Provide(Action<IServiceCollection>? change = null)
    {
        var options = new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer(new RecordedConnection(step => Take(Transactions, step))).AddInterceptors(this).Options;
        return StoreProvider.Of(SqlServerStore.NoServer, change: services =>
        {
            services.AddSingleton(options).AddSingleton<IReads>(Reads);
            change?.Invoke(services);
        });
    }

    /// <summary>A context on a connection of the driver's own, which can be part of no transaction here.</summary>
    public SqlServerAuditDbContext WithoutTransactions() =>
        new(new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer("Server=none").AddInterceptors(this, new NeverOpened()).Options);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Take(Commands, command.CommandText);
        var isQuery = command.CommandText.StartsWith("SELECT", StringComparison.Ordinal);
        var isNumber = command.CommandText.StartsWith("SELECT COUNT", StringComparison.Ordinal) || command.CommandText.StartsWith("SELECT CASE", StringComparison.Ordinal);
        var rows = !isQuery ? int.MaxValue : isNumber ? 1 : 0;
        return new(InterceptionResult<DbDataReader>.SuppressWithResult(new Rows(rows, firstNumber: 1 + (1000 * Commands.Count), NamesOf(command.CommandText, eventData.Context!.Model))));
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Take(Commands, command.CommandText);
        return new(InterceptionResult<int>.SuppressWithResult(1));
    }

    private void Take(List<string> said, string text)
    {
        if (Fault(text) is { } fault)
        {
            throw fault;
        }

        said.Add(text);
    }

    /// <summary>The columns of a query in words of our own, which EF Core finds by their names.</summary>
    private static string[] NamesOf(string query, IModel model) =>
        query.StartsWith(Everything, StringComparison.Ordinal) ? [.. model.GetRelationalModel().FindTable(query[Everything.Length..].Split(' ')[0], schema: null)!.Columns.Select(c => c.Name)]
        : query.StartsWith("SELECT t.id, t.status AS status FROM", StringComparison.Ordinal) ? ["id", "status"]
        : query.StartsWith("SELECT subject_id AS id, MAX(sequence) AS sequence FROM", StringComparison.Ordinal) ? ["id", "sequence"]
        : s_positional;

    private sealed class NeverOpened : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult.Suppress());
    }

    /// <summary>Rows in which every long is a new number, as generated keys are, and everything else is 1.</summary>
    private sealed class Rows(int rows, long firstNumber, string[] names) : DbDataReader
    {
        private int _read;

        public override int Depth => 0;

        public override int FieldCount => names.Length;

        public override bool HasRows => rows > 0;

        public override bool IsClosed => false;

        public override int RecordsAffected => 1;

        public override object this[int ordinal] => GetValue(ordinal);

        public override object this[string name] => GetValue(0);

        public override bool Read() => _read++ < rows;

        public override bool NextResult() => rows == int.MaxValue;

        public override bool IsDBNull(int ordinal) => false;

        public override T GetFieldValue<T>(int ordinal) => (T)Convert.ChangeType(typeof(T) == typeof(long) ? GetInt64(ordinal) : 1, typeof(T), CultureInfo.InvariantCulture);

        public override object GetValue(int ordinal) => 1;

        public override int GetInt32(int ordinal) => 1;

        public override long GetInt64(int ordinal) => firstNumber + _read;

        public override bool GetBoolean(int ordinal) => false;

        public override byte GetByte(int ordinal) => throw new NotSupportedException();

        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

        public override char GetChar(int ordinal) => throw new NotSupportedException();

        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

        public override string GetDataTypeName(int ordinal) => "int";

        public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

        public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();

        public override double GetDouble(int ordinal) => throw new NotSupportedException();

        public override IEnumerator GetEnumerator() => throw new NotSupportedException();

        public override Type GetFieldType(int ordinal) => typeof(int);

        public override float GetFloat(int ordinal) => throw new NotSupportedException();

        public override Guid GetGuid(int ordinal) => throw new NotSupportedException();

        public override short GetInt16(int ordinal) => throw new NotSupportedException();

        public override string GetName(int ordinal) => names[ordinal];

        public override int GetOrdinal(string name) => throw new NotSupportedException();

        public override string GetString(int ordinal) => throw new NotSupportedException();

        public override int GetValues(object[] values) => throw new NotSupportedException();
    }
}
