using System.Data;
using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.SqlClient;

namespace Audit.Infrastructure.Persistence.SqlServer;

/// <summary>Reads over the driver's pool of connections; the server keeps the plans by the statements' texts.</summary>
internal sealed class SqlServerReads(string connectionString) : IReads
{
    /// <summary>Of <c>nvarchar</c> without <c>max</c>; the driver would cut a longer value.</summary>
    private const int MaxLength = 4000;

    public string ConnectionString => connectionString;

    public Dialect Dialect { get; } = new SqlServerDialect();

    public async ValueTask<IReadSession> OpenAsync(bool together, ReadLength length, string tenantId, CancellationToken cancellationToken)
    {
        var session = new Session(new SqlConnection(connectionString));
        var isOpen = false;
        try
        {
            await session.OpenAsync(cancellationToken);
            isOpen = true;
            return session;
        }
        finally
        {
            if (!isOpen)
            {
                await session.DisposeAsync();
            }
        }
    }

    /// <summary>The types and sizes of the columns, whatever the value is: else each length of a text would be another plan, and a date another day.</summary>
    private static SqlParameter Parameter(string name, object value) => value switch
    {
        Ascii ascii => new SqlParameter(name, SqlDbType.VarChar, 8000) { Value = ascii.Text },
        string text => new SqlParameter(name, SqlDbType.NVarChar, text.Length > MaxLength ? -1 : MaxLength) { Value = text },
        DateTimeOffset time => new SqlParameter(name, SqlDbType.DateTime2) { Scale = 3, Value = time.UtcDateTime },
        long number => new SqlParameter(name, SqlDbType.BigInt) { Value = number },
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private sealed class Session(SqlConnection connection) : IReadSession
    {
        public Task OpenAsync(CancellationToken cancellationToken) => connection.OpenAsync(cancellationToken);

        public async Task EachAsync(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
        {
            await using var command = new SqlCommand(statement.Text, connection);
            for (var i = 0; i < statement.Values.Count; i++)
            {
                command.Parameters.Add(Parameter(Statement.NameOf(i), statement.Values[i]));
            }

            try
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    take(reader);
                }
            }
            catch (SqlException e) when (cancellationToken.IsCancellationRequested)
            {
                // to the driver, being told to stop is an error like any other
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            }
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
