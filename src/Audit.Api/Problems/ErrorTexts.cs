using System.Collections;
using System.Globalization;
using System.Resources;

namespace Audit.Api.Problems;

/// <summary>The texts of errors and of the pages that explain them, in every language.</summary>
public static class ErrorTexts
{
    private static readonly ResourceManager s_texts = new("Audit.Api.Resources.Errors", typeof(ErrorTexts).Assembly);

    public static string Title(Error error, CultureInfo language) => Text(error.Key + ".title", language);

    public static string Detail(Error error, IReadOnlyDictionary<string, object> args, CultureInfo language) =>
        Fill(Text(error.Key + ".detail", language), args, language);

    /// <summary>What leads to the error and what to do about it.</summary>
    public static string Help(Error error, CultureInfo language) => Text(error.Key + ".help", language);

    public static string Rule(string code, IReadOnlyDictionary<string, object>? args, CultureInfo language) =>
        Fill(Text("rule." + code, language), args, language);

    public static string Text(string name, CultureInfo language) =>
        s_texts.GetString(name, language) ?? throw new MissingManifestResourceException($"No text '{name}'.");

    private static string Fill(string template, IReadOnlyDictionary<string, object>? args, CultureInfo language)
    {
        foreach (var (name, value) in args ?? new Dictionary<string, object>(StringComparer.Ordinal))
        {
            template = template.Replace("{" + name + "}", Show(value, language), StringComparison.Ordinal);
        }

        return template;
    }

    private static string Show(object value, CultureInfo language) => value switch
    {
        string text => text,
        IEnumerable list => string.Join(Text("list.separator", language), list.Cast<object>()) is { Length: > 0 } joined ? joined : Text("list.none", language),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
