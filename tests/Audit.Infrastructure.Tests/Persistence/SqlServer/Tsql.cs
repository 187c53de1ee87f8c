using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>T-SQL as SQL Server 2019 reads it.</summary>
internal static class Tsql
{
    /// <summary>The parsed text; one that doesn't parse fails the test.</summary>
    public static TSqlFragment Parse(string sql)
    {
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        errors.Select(e => $"line {e.Line}: {e.Message}").Should().BeEmpty(sql);
        return fragment;
    }

    /// <summary>The names of the parameters, each once.</summary>
    public static IReadOnlyCollection<string> ParametersOf(string sql)
    {
        var parameters = new Variables();
        Parse(sql).Accept(parameters);
        return parameters.Names;
    }

    /// <summary>The text that is handed to EXEC.</summary>
    public static string TextOf(ExecutableStringList text) => string.Concat(text.Strings.Cast<StringLiteral>().Select(s => s.Value));

    private sealed class Variables : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void Visit(VariableReference node) => Names.Add(node.Name);
    }
}

/// <summary>The tables and columns that a migration script creates, in the text it hands to EXEC too.</summary>
internal sealed class TsqlSchema : TSqlFragmentVisitor
{
    private readonly Dictionary<string, HashSet<string>> _tables = new(StringComparer.Ordinal);
    private readonly List<string> _dropped = [];

    public IReadOnlyDictionary<string, HashSet<string>> Tables => _tables;

    public List<string> Triggers { get; } = [];

    /// <summary>What is there after the script.</summary>
    public static TsqlSchema Of(string script)
    {
        var schema = EverIn(script);
        schema._dropped.ForEach(table => schema._tables.Remove(table));
        return schema;
    }

    /// <summary>The same with the tables that are there for a while only.</summary>
    public static TsqlSchema EverIn(string script)
    {
        var schema = new TsqlSchema();
        Tsql.Parse(script).Accept(schema);
        return schema;
    }

    public override void Visit(CreateTableStatement node) =>
        _tables.Add(node.SchemaObjectName.BaseIdentifier.Value, NamesOf(node.Definition.ColumnDefinitions));

    public override void Visit(AlterTableAddTableElementStatement node) =>
        _tables[node.SchemaObjectName.BaseIdentifier.Value].UnionWith(NamesOf(node.Definition.ColumnDefinitions));

    public override void Visit(AlterTableDropTableElementStatement node) =>
        _tables[node.SchemaObjectName.BaseIdentifier.Value].ExceptWith(
            node.AlterTableDropTableElements.Where(e => e.TableElementType == TableElementType.Column).Select(e => e.Name.Value));

    public override void Visit(DropTableStatement node) => _dropped.AddRange(node.Objects.Select(o => o.BaseIdentifier.Value));

    public override void Visit(CreateTriggerStatement node) => Triggers.Add(node.Name.BaseIdentifier.Value);

    public override void Visit(ExecutableStringList node) => Tsql.Parse(Tsql.TextOf(node)).Accept(this);

    private static HashSet<string> NamesOf(IEnumerable<ColumnDefinition> columns) => [.. columns.Select(c => c.ColumnIdentifier.Value)];
}
