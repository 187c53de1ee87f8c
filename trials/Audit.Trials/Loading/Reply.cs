using System.Globalization;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>How an exchange ended.</summary>
public enum Ending
{
    /// <summary>With the whole answer.</summary>
    Whole,

    /// <summary>In the middle of an answer.</summary>
    Cut,

    /// <summary>The connection was closed before the first byte of an answer.</summary>
    Silent,

    /// <summary>Neither an answer nor an end came in time.</summary>
    Late,

    /// <summary>Nobody took the connection.</summary>
    NotTaken,
}

/// <summary>What came back.</summary>
/// <param name="Ending">Only of a whole one the rest says something.</param>
/// <param name="Status">Its status.</param>
/// <param name="Head">Status line and headers.</param>
/// <param name="Body">Its body; stays valid.</param>
internal sealed record Reply(Ending Ending, int Status, string Head, ReadOnlyMemory<byte> Body)
{
    private const int MostShown = 300;

    public static Reply Without(Ending ending) => new(ending, 0, "", default);

    public string? Header(string name)
    {
        var start = Head.IndexOf("\r\n" + name + ":", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 3;
        var end = Head.IndexOf("\r\n", start, StringComparison.Ordinal);
        return Head[start..end].Trim();
    }

    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Body.Span);
        return Ending switch
        {
            Ending.Whole => string.Create(CultureInfo.InvariantCulture, $"{Status} {(text.Length > MostShown ? text[..MostShown] + "…" : text)}"),
            Ending.Cut => "an answer that was cut",
            Ending.Silent => "the end of the connection",
            Ending.Late => "nothing in time",
            _ => "no connection",
        };
    }
}
