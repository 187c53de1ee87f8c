namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Texts of few characters, so that they have much in common, and searches for parts of them or for what only looks like it.</summary>
internal sealed class SearchRandom(int seed)
{
    private static readonly string[] s_characters =
        ["l", "o", "u", "L", "ｏ", "登", "录", "失", "败", "é", "e\u0301", "\u0302", "😀", "\U00020000", "%", "_", "\"", "'", "*", "-", ":", "\\", "1", " ", " ", "\u3000", "\n"];

    private readonly Random _random = new(seed);

    public int Next(int from, int before) => _random.Next(from, before);

    public T OneOf<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    public string Text(int most = 14)
    {
        var text = string.Concat(Enumerable.Range(0, _random.Next(1, most)).Select(_ => OneOf(s_characters)));
        return string.IsNullOrWhiteSpace(text) ? "登录" : text;
    }

    /// <summary>One or two terms, of one to six characters; three of four are parts of a text that is there.</summary>
    public string Search(IReadOnlyList<SearchedThing> things)
    {
        var search = string.Join(' ', Enumerable.Range(0, _random.Next(1, 3)).Select(_ => things.Count > 0 && _random.Next(4) > 0 ? Part(OneOf(things).Text) : Text(6)));
        return string.IsNullOrWhiteSpace(search) ? "录" : search;
    }

    private string Part(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        if (runes.Count == 0)
        {
            return "o";
        }

        var from = _random.Next(runes.Count);
        return string.Concat(runes.Skip(from).Take(_random.Next(1, 7)));
    }
}
