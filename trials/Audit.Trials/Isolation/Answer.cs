namespace Audit.Trials.Isolation;

/// <summary>What came.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">All, those of the body too, by name.</param>
/// <param name="Body">As it was sent.</param>
internal sealed record Answer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public static async Task<Answer> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).SelectMany(h => h.Value.Select(v => (h.Key, v)));
        return new Answer((int)response.StatusCode, [.. headers.OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase).ThenBy(h => h.v, StringComparer.Ordinal)], body);
    }

    public string? Header(string name) => Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
}
