namespace Audit.Trials.Isolation;

/// <summary>What must not be in anything that is answered to a stranger.</summary>
/// <param name="word">Stands in every text of the tenant's, and no stranger has ever sent it.</param>
internal sealed class Secrets(string word)
{
    private readonly HashSet<string> _theirs = new(StringComparer.Ordinal);

    /// <summary>Besides, what stands before every tenant's first entry.</summary>
    private readonly HashSet<string> _sent = new([new string('0', 64)], StringComparer.Ordinal);

    /// <summary>How many ids and hashes of theirs are watched for.</summary>
    public int Count => _theirs.Count;

    /// <summary>An answer that was theirs to get: what is in it is theirs.</summary>
    public void Learn(Answer answer)
    {
        _theirs.UnionWith(Tokens.In(answer.Body));
        _theirs.UnionWith(answer.Headers.SelectMany(h => Tokens.In(h.Value)));
    }

    /// <summary>What a stranger sends, or has been given as theirs, tells nobody anything when it comes back.</summary>
    public void Exempt(string text)
    {
        _sent.UnionWith(Tokens.In(text));
        _sent.UnionWith(Tokens.OwnIn(Tokens.Inside(text)));
    }

    /// <summary>The first thing of theirs in the answer, or null.</summary>
    public string? LeakIn(Answer answer)
    {
        foreach (var text in answer.Headers.Select(h => h.Value).Prepend(answer.Body))
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return $"a text of theirs ({word})";
            }

            if (Tokens.In(text).FirstOrDefault(t => _theirs.Contains(t) && !_sent.Contains(t)) is { } token)
            {
                return token;
            }
        }

        return null;
    }
}
