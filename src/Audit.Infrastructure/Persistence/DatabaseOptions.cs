namespace Audit.Infrastructure.Persistence;

/// <summary>
/// Where records are kept; section <c>Database</c>. The connection string is <c>ConnectionStrings:Audit</c>, and that of a readable
/// secondary, if lists, searches and statistics are to be read there, <c>ConnectionStrings:AuditReadOnly</c>.
/// </summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string ConnectionName = "Audit";
    public const string ReadOnlyConnectionName = "AuditReadOnly";

    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>Whether the schema is brought up to date when the service starts; false where an operator runs the script.</summary>
    public bool MigrateAtStart { get; init; } = true;
}

public enum DatabaseProvider
{
    /// <summary>One file, in this process.</summary>
    Sqlite,

    /// <summary>SQL Server 2019 or later, or Azure SQL.</summary>
    SqlServer,
}
