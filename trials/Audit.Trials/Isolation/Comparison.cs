namespace Audit.Trials.Isolation;

/// <summary>Tells two answers apart, if they can be.</summary>
internal static class Comparison
{
    private const int Shown = 300;

    /// <summary>What differs first, or null.</summary>
    public static string? Difference(Answer one, Answer other)
    {
        if (one.Status != other.Status)
        {
            return $"status {one.Status} and {other.Status}: {Short(one.Body)} and {Short(other.Body)}";
        }

        var headers = one.Headers.Except(other.Headers).Concat(other.Headers.Except(one.Headers)).Select(h => $"{h.Name}: {h.Value}").ToList();
        if (headers.Count > 0 || one.Headers.Count != other.Headers.Count)
        {
            return $"headers {string.Join(" and ", headers)}";
        }

        return FirstLine(one.Body, other.Body) is { } line ? "body " + line : null;
    }

    /// <summary>The first line that differs, in both, or null.</summary>
    public static string? FirstLine(string one, string other)
    {
        if (one == other)
        {
            return null;
        }

        var (lines, others) = (one.Split('\n'), other.Split('\n'));
        var i = 0;
        while (i < lines.Length && i < others.Length && lines[i] == others[i])
        {
            i++;
        }

        return $"line {i}: {Short(lines.ElementAtOrDefault(i))} and {Short(others.ElementAtOrDefault(i))}";
    }

    private static string Short(string? text) => text is null ? "nothing" : text.Length > Shown ? text[..Shown] + "…" : text.Trim();
}
