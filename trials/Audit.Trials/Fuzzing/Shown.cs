using System.Globalization;
using System.Text;

namespace Audit.Trials.Fuzzing;

/// <summary>A request and its answer in one screenful, with which it can be sent again.</summary>
internal static class Shown
{
    private const int MostBytes = 1500;

    public static string Of(Draft draft, byte[] request, Answer? answer)
    {
        var head = Encoding.Latin1.GetString(request.AsSpan(0, Math.Min(request.Length, MostBytes + draft.Actor.Token.Length))).Replace(draft.Actor.Token, $"<token of {draft.Actor.Name}>", StringComparison.Ordinal);
        var answered = answer is null ? "(none)" : $"{answer.Status} {string.Join(", ", answer.Headers.Select(h => h.Name + ": " + h.Value))}\n    {Cut(answer.Text, MostBytes)}";
        return string.Create(CultureInfo.InvariantCulture, $"    sent ({request.Length} bytes): {Escaped(Cut(head, MostBytes))}\n    came: {answered}");
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] + "…" : text;

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                '\\' => "\\\\",
                < ' ' or > '~' when c != '…' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
