using System.Globalization;
using System.Text;

namespace Audit.Client;

internal interface IQuery
{
    void WriteTo(QueryWriter writer);
}

/// <summary>Writes a query string: a list repeats its name, and what is null is left out.</summary>
internal sealed class QueryWriter
{
    private readonly StringBuilder _text = new();

    public static string Write(IQuery? query)
    {
        var writer = new QueryWriter();
        query?.WriteTo(writer);
        return writer._text.ToString();
    }

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(WellFormedText.Require(value)));
        }
    }

    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Add<T>(string name, T? value)
        where T : struct, Enum =>
        Add(name, value is { } one ? WireName<T>.Of(one) : null);

    public void Add(string name, IReadOnlyList<string>? values)
    {
        foreach (var value in values ?? [])
        {
            Add(name, value);
        }
    }

    public void Add<T>(string name, IReadOnlyList<T>? values)
        where T : struct, Enum =>
        Add(name, values?.Select(WireName<T>.Of).ToList());
}
