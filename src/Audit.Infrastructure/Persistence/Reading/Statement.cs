using System.Globalization;
using System.Text;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Text that is known to be ASCII, as ids and wire names are: a column of it is compared as it is, with its index.</summary>
internal readonly record struct Ascii(string Text);

/// <summary>A statement that only reads. No value stands in its text: each is a parameter, the first of them <c>@p0</c>.</summary>
internal sealed class Statement
{
    private static readonly string[] s_names = [.. Enumerable.Range(0, 64).Select(Name)];

    private readonly StringBuilder? _text;
    private readonly List<object> _values;
    private string? _whole;

    public Statement() => (_text, _values) = (new StringBuilder(1024), new List<object>(8));

    /// <summary>One that is always the same, but for its values.</summary>
    public Statement(string text, params ReadOnlySpan<object> values) => (_whole, _values) = (text, [.. values]);

    public string Text => _whole ??= _text!.ToString();

    /// <summary>Each one a <see cref="string"/>, <see cref="Ascii"/>, <see cref="long"/> or <see cref="DateTimeOffset"/>.</summary>
    public IReadOnlyList<object> Values => _values;

    private StringBuilder Building => _whole is null && _text is not null ? _text : throw new InvalidOperationException("Its text is already whole.");

    public static string NameOf(int index) => index < s_names.Length ? s_names[index] : Name(index);

    /// <summary>Text of our own; what comes from outside is a value.</summary>
    public Statement Add(string sql)
    {
        Building.Append(sql);
        return this;
    }

    public Statement AddValue(object value)
    {
        Building.Append(NameOf(_values.Count));
        _values.Add(value);
        return this;
    }

    /// <summary>And the column is one of a few values; of none, nothing is said.</summary>
    public Statement AddOneOf(string column, IReadOnlyList<object> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Add(i > 0 ? ", " : " AND " + column + (values.Count == 1 ? " = " : " IN (")).AddValue(values[i]);
        }

        return Add(values.Count > 1 ? ")" : "");
    }

    /// <summary>A list of any number of texts, as one value.</summary>
    public Statement AddList(Dialect dialect, IReadOnlyList<string> texts)
    {
        Building.Append(dialect.ListFrom(NameOf(_values.Count)));
        _values.Add(StringListConverter.ToJson(texts));
        return this;
    }

    private static string Name(int index) => "@p" + index.ToString(CultureInfo.InvariantCulture);
}
