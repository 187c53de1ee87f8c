using System.Net.Http.Headers;

namespace Audit.Client;

internal static class Headers
{
    public static string? ValueOf(this HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>Sets a header as it is given; one that is empty is left out. Its value stands in no message, for it may be a token.</summary>
    public static void Set(this HttpRequestHeaders headers, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"The header {name} takes visible ASCII characters only.", nameof(value));
        }

        headers.TryAddWithoutValidation(name, value);
    }
}
