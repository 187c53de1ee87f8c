using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Searching;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>What things must meet, the tenant first; added to every statement that asks for them.</summary>
internal sealed class Conditions(string tenantId, Dialect dialect)
{
    private readonly List<Action<Statement>> _conditions = [];
    private IReadOnlyList<Severity> _severities = [];

    public string TenantId => tenantId;

    /// <summary>Whether all of the tenant's things meet them.</summary>
    public bool AreNone => AreTermsOnly && Terms.Count == 0;

    /// <summary>Whether nothing but terms is searched for.</summary>
    public bool AreTermsOnly => _conditions.Count == 0 && _severities.Count == 0;

    /// <summary>What the text must contain, folded.</summary>
    public IReadOnlyList<string> Terms { get; private set; } = [];

    /// <summary>Whether they are of status and severity alone, of which totals are kept.</summary>
    public bool AreCounted { get; private set; } = true;

    /// <summary>As conditions on the table of things, which has an index by the severity's rank.</summary>
    public Statement AddTo(Statement statement) => AddTo(statement.Add(" WHERE "), Terms);

    /// <summary>The same behind <c>WHERE</c> or <c>AND</c>, with these terms in place of all.</summary>
    public Statement AddTo(Statement statement, IEnumerable<string> terms)
    {
        AddCommon(statement);
        statement.AddOneOf("severity_rank", [.. _severities.Select(s => (object)(long)s)]);
        foreach (var term in terms)
        {
            dialect.AddContains(statement.Add(" AND "), SearchText.Column, term);
        }

        return statement;
    }

    /// <summary>As conditions on the table of totals; only where <see cref="AreCounted"/>.</summary>
    public Statement AddToTotals(Statement statement)
    {
        AddCommon(statement.Add(" WHERE "));
        return statement.AddOneOf("severity", Names(_severities));
    }

    /// <summary>What every list can be asked for.</summary>
    public void Take<TStatus>(ListFilter<TStatus> filter)
        where TStatus : struct, Enum
    {
        _severities = filter.Severities;
        if (filter.Statuses.Count > 0)
        {
            _conditions.Add(s => s.AddOneOf("status", Names(filter.Statuses)));
        }

        OneOf("assignee", filter.Assignees);
        Within("created_at", filter.Created);
        Within("updated_at", filter.Updated);
        Terms = SearchText.Terms(filter.Search);
        AreCounted &= Terms.Count == 0;
    }

    /// <summary>Its text is one of these; null among them stands for none.</summary>
    public void OneOf(string column, IReadOnlyList<string?> texts)
    {
        List<string> named = [.. texts.OfType<string>()];
        if (texts.Count == 0)
        {
            return;
        }

        Require(s =>
        {
            s.Add("(").Add(named.Count < texts.Count ? column + " IS NULL" : "");
            s.Add(named.Count > 0 && named.Count < texts.Count ? " OR " : "");
            if (named.Count == 1)
            {
                s.Add(column).Add(" = ").AddValue(named[0]);
            }
            else if (named.Count > 1)
            {
                s.Add(column).Add(" IN ").AddList(dialect, named);
            }

            s.Add(")");
        });
    }

    /// <summary>Its time lies in the period.</summary>
    public void Within(string column, Period period)
    {
        if (period.From is { } from)
        {
            Require(s => s.Add(column).Add(" >= ").AddValue(from));
        }

        if (period.Before is { } before)
        {
            Require(s => s.Add(column).Add(" < ").AddValue(before));
        }
    }

    /// <summary>One of its times lies in the period.</summary>
    public void AnyWithin(IReadOnlyList<string> columns, Period period)
    {
        var (from, before) = (period.From ?? DateTimeOffset.MinValue, period.Before ?? DateTimeOffset.MaxValue);
        Require(s =>
        {
            s.Add("(");
            for (var i = 0; i < columns.Count; i++)
            {
                s.Add(i == 0 ? "" : " OR ").Add(columns[i]).Add(" >= ").AddValue(from).Add(" AND ").Add(columns[i]).Add(" < ").AddValue(before);
            }

            s.Add(")");
        });
    }

    /// <summary>Its id is another one.</summary>
    public void Without(string id) => Require(s => s.Add("id <> ").AddValue(new Ascii(id)));

    private static IReadOnlyList<object> Names<TEnum>(IReadOnlyList<TEnum> values)
        where TEnum : struct, Enum => [.. values.Select(v => (object)new Ascii(WireName.Of(v)))];

    private void AddCommon(Statement statement)
    {
        statement.Add("tenant_id = ").AddValue(tenantId);
        foreach (var condition in _conditions)
        {
            condition(statement);
        }
    }

    private void Require(Action<Statement> condition)
    {
        AreCounted = false;
        _conditions.Add(s => condition(s.Add(" AND ")));
    }
}
