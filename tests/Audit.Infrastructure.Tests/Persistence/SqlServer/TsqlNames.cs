using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>
/// Every table and column that a statement names must be one of the schema, or of what the statement itself makes up
/// (a derived table, a list of values, a table variable). A column with an alias before it must be one of that alias.
/// Text that is handed to EXEC is a statement of its own; a trigger knows the rows that came and went.
/// </summary>
internal sealed class TsqlNames : TSqlFragmentVisitor
{
    private static readonly HashSet<string> s_jsonColumns = ["key", "value", "type"];
    private readonly TsqlSchema _schema;
    private readonly Dictionary<string, HashSet<string>> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ColumnReferenceExpression> _columns = [];
    private readonly HashSet<ColumnReferenceExpression> _parts = [];
    private readonly List<string> _named = [];
    private readonly List<string> _unknown = [];

    private TsqlNames(TsqlSchema schema) => _schema = schema;

    /// <summary>The names that exist nowhere.</summary>
    public static IReadOnlyList<string> Unknown(TsqlSchema schema, string sql)
    {
        var names = new TsqlNames(schema);
        Tsql.Parse(sql).Accept(names);
        return [.. names._named.Where(n => !names._sources.ContainsKey(n)), .. names._unknown, .. names._columns.Select(c => c.MultiPartIdentifier.Identifiers).Where(i => !names.Knows(i)).Select(i => string.Join('.', i.Select(x => x.Value)))];
    }

    public override void Visit(NamedTableReference node)
    {
        var name = node.SchemaObject.BaseIdentifier.Value;
        if (_sources.ContainsKey(name) || _schema.Tables.ContainsKey(name))
        {
            AddSource(node.Alias?.Value ?? name, ColumnsOf(node));
        }
        else
        {
            // what is changed may be named by an alias that its FROM says only behind it
            _named.Add(name);
        }
    }

    public override void Visit(QueryDerivedTable node) => AddSource(node.Alias.Value, ColumnsOf(node));

    public override void Visit(InlineDerivedTable node) => AddSource(node.Alias.Value, ColumnsOf(node));

    public override void Visit(OpenJsonTableReference node) => AddSource(node.Alias?.Value ?? "OPENJSON", ColumnsOf(node));

    public override void Visit(VariableTableReference node) => AddSource(node.Alias?.Value ?? node.Variable.Name, ColumnsOf(node));

    public override void Visit(DeclareTableVariableBody node) =>
        _variables[node.VariableName.Value] = [.. node.Definition.ColumnDefinitions.Select(c => c.ColumnIdentifier.Value)];

    public override void Visit(CreateTableStatement node) => AddSource(node.SchemaObjectName.BaseIdentifier.Value, _schema.Tables[node.SchemaObjectName.BaseIdentifier.Value]);

    public override void Visit(CreateIndexStatement node) => AddSource(node.OnName.BaseIdentifier.Value, _schema.Tables[node.OnName.BaseIdentifier.Value]);

    public override void Visit(ExecutableStringList node) => _unknown.AddRange(Unknown(_schema, Tsql.TextOf(node)));

    public override void Visit(CreateTriggerStatement node)
    {
        var table = node.TriggerObject.Name.BaseIdentifier.Value;
        if (!_schema.Tables.TryGetValue(table, out var columns))
        {
            _unknown.Add(table);
            return;
        }

        AddSource("inserted", columns);
        AddSource("deleted", columns);
        var asked = new UpdateCalls();
        node.StatementList.Accept(asked);
        _unknown.AddRange(asked.Columns.Where(c => !columns.Contains(c)));
    }

    public override void Visit(MergeSpecification node) => AddSource(node.TableAlias?.Value ?? "", ColumnsOf(node.Target));

    /// <summary>What an OUTPUT clause calls the new rows.</summary>
    public override void Visit(OutputIntoClause node) => AddSource("INSERTED", [.. _sources.Values.SelectMany(c => c)]);

    /// <summary>The part of a date that a function is asked about looks like a column.</summary>
    public override void Visit(FunctionCall node)
    {
        if (node.FunctionName.Value.StartsWith("DATE", StringComparison.OrdinalIgnoreCase) && node.Parameters[0] is ColumnReferenceExpression part)
        {
            _parts.Add(part);
        }
    }

    public override void Visit(ColumnReferenceExpression node)
    {
        if (node.ColumnType == ColumnType.Regular && !_parts.Contains(node))
        {
            _columns.Add(node);
        }
    }

    private bool Knows(IList<Identifier> name) => name.Count == 1
        ? _sources.Values.Any(c => c.Contains(name[0].Value))
        : _sources.TryGetValue(name[^2].Value, out var columns) && columns.Contains(name[^1].Value);

    /// <summary>An alias that means several things in one text knows the columns of each.</summary>
    private void AddSource(string name, IEnumerable<string> columns)
    {
        if (!_sources.TryAdd(name, [.. columns]))
        {
            _sources[name].UnionWith(columns);
        }
    }

    private IEnumerable<string> ColumnsOf(TableReference? table) => table switch
    {
        NamedTableReference named => _schema.Tables.GetValueOrDefault(named.SchemaObject.BaseIdentifier.Value)
            ?? _sources.GetValueOrDefault(named.SchemaObject.BaseIdentifier.Value, []),
        QueryDerivedTable derived => ColumnsOf(derived.QueryExpression),
        InlineDerivedTable values => values.Columns.Select(c => c.Value),
        OpenJsonTableReference { SchemaDeclarationItems.Count: > 0 } json => json.SchemaDeclarationItems.Select(i => i.ColumnDefinition.ColumnIdentifier.Value),
        OpenJsonTableReference => s_jsonColumns,
        VariableTableReference variable => _variables[variable.Variable.Name],
        JoinTableReference join => ColumnsOf(join.FirstTableReference).Concat(ColumnsOf(join.SecondTableReference)),
        _ => throw new NotSupportedException($"A new kind of table: {table?.GetType().Name}"),
    };

    private IEnumerable<string> ColumnsOf(QueryExpression query) => query switch
    {
        QuerySpecification select => select.SelectElements.SelectMany(e => e switch
        {
            SelectStarExpression => select.FromClause.TableReferences.SelectMany(ColumnsOf),
            SelectScalarExpression { ColumnName: { } alias } => [alias.Value],
            // of another collation it is an expression, and has no name
            SelectScalarExpression { Expression: ColumnReferenceExpression { Collation: null } column } => [column.MultiPartIdentifier.Identifiers[^1].Value],
            _ => [],
        }),
        BinaryQueryExpression binary => ColumnsOf(binary.FirstQueryExpression),
        QueryParenthesisExpression parenthesis => ColumnsOf(parenthesis.QueryExpression),
        _ => throw new NotSupportedException($"A new kind of query: {query.GetType().Name}"),
    };

    /// <summary>The columns that a trigger asks about, whether they were written.</summary>
    private sealed class UpdateCalls : TSqlFragmentVisitor
    {
        public List<string> Columns { get; } = [];

        public override void Visit(UpdateCall node) => Columns.Add(node.Identifier.Value);
    }
}
