using System.Text.RegularExpressions;

namespace Audit.Trials.Isolation;

/// <summary>What somebody writes into the blanks of a request.</summary>
internal sealed partial class Blanks
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    public string Fill(string text) => Blank().Replace(text, m => _values[m.Groups["name"].Value]);

    /// <summary>Whether the request has that blank.</summary>
    public static bool Has(Request request, string name) => request.Parts.Any(p => p.Contains($"@{name}@", StringComparison.Ordinal));

    [GeneratedRegex("@(?<name>[A-Za-z.]+)@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();
}
