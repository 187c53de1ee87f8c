namespace Audit.Api.Requests;

/// <summary><c>Prefer: handling=strict</c> (RFC 7240): what the operation doesn't know is refused instead of ignored.</summary>
public static class Preference
{
    private const string Strict = "handling=strict";

    public static bool IsStrict(HttpRequest request)
    {
        foreach (var line in request.Headers["Prefer"])
        {
            for (var rest = line.AsSpan(); !rest.IsEmpty;)
            {
                var end = Unquoted(rest, ',');
                if (Handling(rest[..end]) is { } handling)
                {
                    // of several, the first counts (RFC 7240 section 2)
                    return handling.Equals("strict", StringComparison.OrdinalIgnoreCase);
                }

                rest = rest[Math.Min(end + 1, rest.Length)..];
            }
        }

        return false;
    }

    /// <summary>Tells a caller who asked for strict handling that it got it; operations honour it, pages don't.</summary>
    public static void MarkApplied(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey("Prefer")
            && IsStrict(context.Request)
            && Operation.Of(context) is not null)
        {
            context.Response.Headers["Preference-Applied"] = Strict;
        }
    }

    /// <summary>The value of a <c>handling</c> preference, or null for another one. It may be quoted and carry parameters: <c>handling="strict"; foo=bar</c>.</summary>
    private static string? Handling(ReadOnlySpan<char> preference)
    {
        var pair = preference[..Unquoted(preference, ';')];
        var equals = pair.IndexOf('=');
        return equals > 0 && pair[..equals].Trim().Equals("handling", StringComparison.OrdinalIgnoreCase)
            ? pair[(equals + 1)..].Trim().Trim('"').ToString()
            : null;
    }

    /// <summary>Where the separator first stands outside of a quoted string; the end where it doesn't.</summary>
    private static int Unquoted(ReadOnlySpan<char> text, char separator)
    {
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[i] == '\\' && isQuoted)
            {
                i++;
            }
            else if (text[i] == separator && !isQuoted)
            {
                return i;
            }
        }

        return text.Length;
    }
}
