using System.Data;
using Audit.Infrastructure.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Commands whose text has been run before.</summary>
public sealed class PreparingConnectionTests : IDisposable
{
    private const string Insert = "INSERT INTO things (name, number) VALUES ($name, $number)";
    private readonly PreparingConnection _connection = new("Data Source=:memory:");

    public PreparingConnectionTests()
    {
        _connection.Open();
        // the library tells of its statements only if it is told to from the beginning
        _connection.Handle!.enable_sqlite3_next_stmt(enabled: true);
        Execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE, number INTEGER)");
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void ExecuteNonQuery_WhenTheTextIsKept_TakesTheValuesOfThisTime()
    {
        foreach (var (name, number) in new (string?, object?)[] { ("a", 1), (null, 2L), ("b", null), ("c", "three"), (new string('d', 3), 4.5) })
        {
            Execute(Insert, ("$name", name), ("$number", number)).Should().Be(1);
        }

        Read("SELECT name || '', number || '', typeof(number) FROM things ORDER BY id").Should().Equal(
            "a 1 integer", " 2 integer", "b  null", "c three text", "ddd 4.5 real");
    }

    [Fact]
    public void ExecuteNonQuery_WhenTheValuesAreNamedInAnotherOrder_TakesThemByTheirNames()
    {
        Execute(Insert, ("$name", "a"), ("$number", 1));
        Execute(Insert, ("$number", 2), ("$name", "b"));

        Read("SELECT name, number FROM things ORDER BY id").Should().Equal("a 1", "b 2");
    }

    [Fact]
    public void ExecuteNonQuery_WhenAValueIsMissingThisTime_FailsAsTheFirstTimeAndTakesNoneFromBefore()
    {
        Execute(Insert, ("$name", "a"), ("$number", 1));

        FluentActions.Invoking(() => Execute(Insert, ("$name", "b"))).Should().Throw<InvalidOperationException>();

        Execute(Insert, ("$name", "c"), ("$number", 3));
        Read("SELECT name, number FROM things ORDER BY id").Should().Equal("a 1", "c 3");
    }

    [Fact]
    public void Execute_WhenTheTextIsKept_PreparesItOnce()
    {
        Execute(Insert, ("$name", "a"), ("$number", 1));
        var prepared = Prepared(Insert);

        Execute(Insert, ("$name", "b"), ("$number", 2));

        prepared.Should().ContainSingle();
        Prepared(Insert).Should().Equal(prepared);
    }

    [Fact]
    public void ExecuteScalar_WhenTheTextIsKept_AnswersAnew()
    {
        const string Count = "SELECT COUNT(*) FROM things WHERE number >= $least";
        Scalar(Count, ("$least", 2)).Should().Be(0L);
        Execute(Insert, ("$name", "a"), ("$number", 1));
        Execute(Insert, ("$name", "b"), ("$number", 2));

        Scalar(Count, ("$least", 2)).Should().Be(1L);
        Scalar(Count, ("$least", 1)).Should().Be(2L);
        Scalar(Count, ("$least", null)).Should().Be(0L);
    }

    [Fact]
    public void ExecuteReader_WhenTheSameTextIsBeingRead_ReadsBothWhole()
    {
        const string Names = "SELECT name FROM things WHERE number > $above ORDER BY id";
        foreach (var number in Enumerable.Range(1, 4))
        {
            Execute(Insert, ("$name", $"n{number}"), ("$number", number));
        }

        using var outer = Command(Names, ("$above", 0));
        using var inner = Command(Names, ("$above", 2));
        var read = new List<string>();
        using (var outerReader = outer.ExecuteReader())
        {
            outerReader.Read().Should().BeTrue();
            read.Add(outerReader.GetString(0));
            using (var innerReader = inner.ExecuteReader())
            {
                while (innerReader.Read())
                {
                    read.Add("inner " + innerReader.GetString(0));
                }
            }

            Scalar(Names, ("$above", 3)).Should().Be("n4");
            while (outerReader.Read())
            {
                read.Add(outerReader.GetString(0));
            }
        }

        read.Should().Equal("n1", "inner n3", "inner n4", "n2", "n3", "n4");
        Read(Names, ("$above", 3)).Should().Equal("n4");
    }

    [Fact]
    public void ExecuteReader_WhenOnlyTheBeginningIsRead_BeginsAnewTheNextTime()
    {
        Execute(Insert, ("$name", "a"), ("$number", 1));
        Execute(Insert, ("$name", "b"), ("$number", 2));
        const string Names = "SELECT name FROM things ORDER BY id";

        for (var time = 0; time < 3; time++)
        {
            using var command = Command(Names);
            using var reader = command.ExecuteReader();
            reader.Read().Should().BeTrue();
            reader.GetString(0).Should().Be("a");
        }

        Read(Names).Should().Equal("a", "b");
    }

    [Fact]
    public void ExecuteReader_WhenTheTextHasSeveralStatements_RunsThemAllEachTime()
    {
        const string Both = "INSERT INTO things (name, number) VALUES ($name, 1); SELECT id, name FROM things WHERE changes() = 1 AND rowid = last_insert_rowid(); SELECT COUNT(*) FROM things;";
        foreach (var (name, i) in new[] { "a", "b", "c" }.Select((name, i) => (name, i + 1)))
        {
            using var command = Command(Both, ("$name", name));
            using var reader = command.ExecuteReader();

            reader.Read().Should().BeTrue();
            (reader.GetInt32(0), reader.GetString(1), reader.RecordsAffected).Should().Be((i, name, 1));
            reader.NextResult().Should().BeTrue();
            reader.Read().Should().BeTrue();
            reader.GetInt32(0).Should().Be(i);
        }
    }

    [Theory]
    [InlineData(Insert)]
    [InlineData(Insert + "; SELECT id FROM things WHERE changes() = 1 AND rowid = last_insert_rowid();")]
    public void ExecuteNonQuery_WhenItFailed_CanBeRunAgain(string sql)
    {
        Execute(sql, ("$name", "a"), ("$number", 1));
        for (var time = 0; time < 2; time++)
        {
            FluentActions.Invoking(() => Execute(sql, ("$name", "a"), ("$number", 2))).Should().Throw<SqliteException>();
        }

        Execute(sql, ("$name", "b"), ("$number", 2));

        Read("SELECT name, number FROM things ORDER BY id").Should().Equal("a 1", "b 2");
    }

    [Fact]
    public void ExecuteNonQuery_WhenTheTextIsWrong_SaysSoEachTime()
    {
        for (var time = 0; time < 2; time++)
        {
            FluentActions.Invoking(() => Execute("INSERT INTO later VALUES (1)")).Should().Throw<SqliteException>().WithMessage("*no such table*");
        }

        Execute("CREATE TABLE later (x)");
        Execute("INSERT INTO later VALUES (1)").Should().Be(1);
    }

    [Fact]
    public void Execute_WhenTheSchemaHasChanged_SeesTheNewOne()
    {
        const string All = "SELECT * FROM things";
        Execute(Insert, ("$name", "a"), ("$number", 1));
        Read(All).Should().Equal("1 a 1");

        Execute("ALTER TABLE things ADD COLUMN added TEXT DEFAULT 'new'");

        Read(All).Should().Equal("1 a 1 new");
        Execute(Insert, ("$name", "b"), ("$number", 2));
        Read(All).Should().Equal("1 a 1 new", "2 b 2 new");
    }

    [Fact]
    public void Execute_WhenThereAreMoreTextsThanAreKept_RunsThemAll()
    {
        for (var time = 0; time < 2; time++)
        {
            for (var i = 0; i < 300; i++)
            {
                Scalar($"SELECT $value + {i}", ("$value", time)).Should().Be((long)(time + i));
            }
        }

        Prepared("SELECT").Count.Should().BeInRange(100, 200);
    }

    [Fact]
    public async Task Execute_WhenAskedAsynchronously_KeepsTheTextToo()
    {
        for (var number = 1; number <= 3; number++)
        {
            await using var command = Command(Insert, ("$name", $"n{number}"), ("$number", number));
            (await command.ExecuteNonQueryAsync()).Should().Be(1);
            await using var reading = Command("SELECT MAX(number) FROM things");
            await using var reader = await reading.ExecuteReaderAsync(CommandBehavior.SingleRow);
            (await reader.ReadAsync()).Should().BeTrue();
            reader.GetInt32(0).Should().Be(number);
        }
    }

    [Fact]
    public void Dispose_WhenStatementsAreKept_ClosesTheFile()
    {
        var connection = new PreparingConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        command.ExecuteScalar();

        connection.Dispose();

        connection.State.Should().Be(ConnectionState.Closed);
        FluentActions.Invoking(() => command.ExecuteScalar()).Should().Throw<InvalidOperationException>();
        connection.Invoking(c => c.Dispose()).Should().NotThrow();
    }

    /// <summary>The statements that SQLite keeps whose text begins so.</summary>
    private List<sqlite3_stmt> Prepared(string text)
    {
        var statements = new List<sqlite3_stmt>();
        for (var statement = raw.sqlite3_next_stmt(_connection.Handle, null); statement is not null; statement = raw.sqlite3_next_stmt(_connection.Handle, statement))
        {
            if (raw.sqlite3_sql(statement).utf8_to_string().StartsWith(text, StringComparison.Ordinal))
            {
                statements.Add(statement);
            }
        }

        return statements;
    }

    private SqliteCommand Command(string sql, params (string Name, object? Value)[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private int Execute(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private object? Scalar(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    private List<string> Read(string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        }

        return rows;
    }
}
